"""The hostile files that the tests of the readers share, each in the place of a whole file."""

from __future__ import annotations

from hostile_catalogue.kit import Entry, Place, Shelf, made

__all__ = ["ENTRIES"]

# What the report says of each; words of the same problem.
WORDS = {
    "yaml_alias_bomb": "anchor", "yaml_merge_nest": "anchor", "yaml_merge_inline": "merge key",
    "yaml_50000_brackets": "too deeply", "yaml_50000_braces": "too deeply",
    "yaml_50000_dashes": "too deeply", "yaml_python_object": "tag", "yaml_binary": "tag",
    "yaml_own_tag": "tag", "yaml_duplicate_key": "stands twice", "yaml_200000_nodes": "too many values",
    "yaml_infinity": "finite", "yaml_nan": "finite", "yaml_overflow": "too large",
    "yaml_long_number": "too long", "yaml_tag_lines": "%TAG", "yaml_tag_lines_later": "%TAG",
    "yaml_two_documents": "several documents", "yaml_list_as_key": "a key must be text",
    "json_duplicate_key": "stands twice", "json_nan": "finite", "json_infinity": "finite",
    "json_overflow": "too large", "json_huge_exponent": "exponent", "json_tiny_exponent": "exponent",
    "json_long_number": "too long", "json_50000_brackets": "too deeply",
    "json_50000_objects": "too deeply", "json_200000_nodes": "too many values",
    "json_unclosed_text": "not valid JSON", "json_lone_surrogate": "cannot be written",
    "json_nul": "cannot be written", "csv_ragged": "3 fields", "csv_duplicate_header": "one name",
    "csv_no_header": "no header", "csv_nul": "NUL", "csv_unclosed_quote": "never closed",
    "csv_swallowed_rows": "line 2", "csv_long_field": "longer than", "csv_20000_columns": "too many columns",
    "csv_empty": "empty", "jsonl_duplicate_key": "stands twice", "jsonl_nan": "finite",
    "jsonl_brackets": "too deeply", "yaml_not_utf8": "byte 0xE9", "yaml_utf16": "UTF-16",
    "json_not_utf8": "byte 0xE9", "csv_not_utf8": "byte 0xE9", "csv_utf16_unstated": "UTF-16",
    "csv_utf16_without_mark": "NUL", "csv_is_a_zip": "zip", "csv_is_a_pdf": "PDF",
    "csv_is_parquet": "Parquet", "xlsx_is_csv": "list.xlsx", "xlsx_is_xls": ".xls",
    "xlsx_is_another_zip": "no .xlsx workbook", "xlsx_cut_short": "cut short",
    "xlsx_bomb": "compressed more highly", "xlsx_bomb_elsewhere": "compressed more highly",
    "xlsx_doctype": "DOCTYPE", "xlsx_doctype_utf16": "DOCTYPE",
    "xlsx_doctype_utf16_without_mark": "DOCTYPE", "xlsx_doctype_elsewhere": "DOCTYPE",
    "xlsx_far_corner": "span 60,000 rows", "xlsx_hidden_far_corner": "span 60,000 rows",
    "xlsx_beyond_last_row": "beyond the last row", "xlsx_case_variant": "letter case",
    "xlsx_parent_folder": "unsafe name", "xlsx_absolute_name": "unsafe name",
    "xlsx_3000_parts": "too many parts", "xlsx_size_understated": "stated size",
    "xlsx_size_overstated": "stated size", "xlsx_locked": "locked", "xlsx_overlapping": "overlap",
    "xlsx_broken_xml": "cannot be read", "xlsx_no_sheet": "no worksheet",
    "parquet_is_text": "cannot be read", "parquet_cut_short": "cannot be read",
}  # fmt: skip


def _entries() -> list[Entry]:
    found = []
    for name in made().HOSTILE:
        format_ = name.partition("_")[0]
        file = f"scorecard.{format_}" if format_ in ("yaml", "json") else f"list.{format_}"
        shelf = Shelf(format_.removesuffix("l") if format_ == "jsonl" else format_, base="list")
        shelf.refuse(f"shared: {name}", _in_place_of(file, name), file, WORDS[name])
        found += shelf
    return found


def _in_place_of(file: str, name: str):
    def build(place: Place) -> None:
        path = made().HOSTILE[name](place.path)
        if file.startswith("list"):
            place.replace("cximpact.yaml", "NAME", file)
        else:
            place.replace("cximpact.yaml", "scorecard.yaml", file)
            place.replace("cximpact.yaml", "NAME", "list.csv")
            place.write("list.csv", "id,cost,ease\na,1,4\n")
        path.rename(place.path / file)

    return build


ENTRIES = _entries()
