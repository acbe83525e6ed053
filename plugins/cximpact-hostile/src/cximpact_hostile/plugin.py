"""The hooks: one source for each way to misbehave, named after it."""

from __future__ import annotations

from cximpact.plugins import EvidenceSource, Gate, Observer, PluginInfo, Reporter, hookimpl

from cximpact_hostile import endings, errors, floods, leaks, others, tampering, values

SETTINGS = {
    "type": "object",
    "properties": {
        "token": {"type": "string", "secret": True},
        "tokens": {"type": "array", "items": {"type": "string", "secret": True}},
    },
}

COLLECTORS = {
    "allocates-ten-gigabytes": floods.allocates_ten_gigabytes,
    "closes-everything": tampering.closes_everything,
    "contradicts-itself": values.contradicts_itself,
    "crashes": endings.crashes,
    "deletes-its-folders": tampering.deletes_its_folders,
    "ends-in-a-thread": tampering.ends_in_a_thread,
    "exits": endings.exits,
    "exits-at-once": endings.exits_at_once,
    "forks-and-hangs": endings.forks_and_hangs,
    "forks-and-returns": endings.forks_and_returns,
    "forks-twice-the-rows": endings.forks_twice_the_rows,
    "gives-a-huge-cell": values.gives_a_huge_cell,
    "gives-a-huge-number": values.gives_a_huge_number,
    "gives-grumpy-values": values.gives_grumpy_values,
    "gives-half-a-character": values.gives_half_a_character,
    "gives-infinity": values.gives_infinity,
    "gives-lists": values.gives_lists,
    "gives-many-columns": values.gives_many_columns,
    "gives-markup": values.gives_markup,
    "gives-nan": values.gives_nan,
    "gives-nan-in-a-frame": values.gives_nan_in_a_frame,
    "gives-no-rows": values.gives_no_rows,
    "gives-nothing": values.gives_nothing,
    "gives-numbers-for-columns": values.gives_numbers_for_columns,
    "gives-objects": values.gives_objects,
    "gives-rows-twice": values.gives_rows_twice,
    "gives-the-future": values.gives_the_future,
    "gives-untrue-texts": values.gives_untrue_texts,
    "grows": floods.grows,
    "grows-in-children": floods.grows_in_children,
    "hangs": endings.hangs,
    "hangs-in-a-pattern": endings.hangs_in_a_pattern,
    "hangs-in-c": endings.hangs_in_c,
    "kills-its-parent": endings.kills_its_parent,
    "kills-itself": endings.kills_itself,
    "leaks-between-the-cuts": leaks.leaks_between_the_cuts,
    "leaks-early": leaks.leaks_early,
    "leaks-in-a-column": leaks.leaks_in_a_column,
    "leaks-in-an-error": leaks.leaks_in_an_error,
    "leaks-in-texts": leaks.leaks_in_texts,
    "leaks-what-it-derived": leaks.leaks_what_it_derived,
    "locks-its-folder": tampering.locks_its_folder,
    "looks-around": tampering.looks_around,
    "never-ends": floods.never_ends,
    "opens-everything": tampering.opens_everything,
    "overwrites-the-interpreter": tampering.overwrites_the_interpreter,
    "prints-a-huge-log": floods.prints_a_huge_log,
    "prints-before-and-after": floods.prints_before_and_after,
    "prints-for-ever": floods.prints_for_ever,
    "raises": errors.raises,
    "raises-a-circle": errors.raises_a_circle,
    "raises-at-the-end": endings.raises_at_the_end,
    "raises-base": errors.raises_base,
    "raises-in-repr": errors.raises_in_repr,
    "raises-interrupt": errors.raises_interrupt,
    "raises-too-deep": errors.raises_too_deep,
    "replaces-its-streams": tampering.replaces_its_streams,
    "signals-its-group": tampering.signals_its_group,
    "stops-its-parent": endings.stops_its_parent,
    "tells-too-much": floods.tells_too_much,
    "writes-everywhere": tampering.writes_everywhere,
    **{f"leaks-in-rows-{name}": leaks.leaks_in_rows(name) for name in leaks.SPELLINGS},
}
KEYED = {"contradicts-itself", "gives-rows-twice"}


@hookimpl
def cximpact_plugin_info():
    return PluginInfo("hostile", "Does what no plugin may do; for tests only")


@hookimpl
def cximpact_evidence_sources():
    return [
        EvidenceSource(
            name,
            (collect.__doc__ or name).splitlines()[0],
            provides=("observations",),
            settings=SETTINGS,
            collect=collect,
            check=leaks.leaks_in_a_check if name == "leaks-in-texts" else None,
            key=("id",) if name in KEYED else (),
        )
        for name, collect in COLLECTORS.items()
    ]


@hookimpl
def cximpact_gates():
    return [
        Gate("hostile-judges-well", "Passes everything", judge=others.judge_well),
        Gate("hostile-judges-wrongly", "Answers with a truth value", judge=others.judge_wrongly),
        Gate("hostile-judges-unknown", "Answers something else", judge=others.judge_unknown),
        Gate("hostile-judges-never", "Hangs", judge=others.judge_and_hang),
    ]


@hookimpl
def cximpact_reporters():
    return [
        Reporter("hostile-bytes", "Returns bytes", others.render_wrongly),
        Reporter("hostile-prints", "Prints, and returns markup", others.render_and_print),
        Reporter("hostile-endless", "Returns 200 MB", others.render_endlessly),
    ]


@hookimpl
def cximpact_evaluated():
    return [Observer("hostile-exits", "Ends the process", others.notify_and_exit)]
