"""The JSON Schemas load offline from any kind of install, and say what intake does."""

from __future__ import annotations

import json
import tomllib

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from cximpact import schemas
from cximpact.exceptions import InputError
from cximpact.schemas import schema_names, schema_text, validator

TABLES = ("proposals", "costs", "ratings", "effects", "quantities")


def test_there_is_a_schema_for_every_file():
    expected = ("costs", "effects", "evaluation", "proposals", "quantities", "ratings")
    assert schema_names() == tuple(sorted([*expected, "scorecard", "workspace"]))


@pytest.mark.parametrize("name", schema_names())
def test_a_printed_schema_is_complete_in_itself(name):
    """Every reference leads to something inside the printed text."""
    bundle = json.loads(schema_text(name))
    Draft202012Validator.check_schema(bundle)
    ids = {bundle["$id"]} | {each.get("$id") for each in bundle.get("$defs", {}).values()}
    for reference in references(bundle):
        assert reference.startswith("#/$defs/") or reference.partition("#")[0] in ids
        assert resolved(bundle, reference)


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for each in node.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def resolved(bundle, reference):
    urn, _, pointer = reference.partition("#/$defs/")
    homes = [bundle, *bundle.get("$defs", {}).values()]
    return any(
        pointer in home.get("$defs", {}) for home in homes if not urn or home.get("$id") == urn
    )


@pytest.mark.parametrize("name", schema_names())
def test_schemas_teach_every_property_is_described_or_refers_to_what_is(name):
    def check(node):
        if isinstance(node, dict):
            for key, each in node.get("properties", {}).items():
                assert (
                    key == "$schema"
                    or {"description", "title", "$ref"} & each.keys()
                    or ("enum" in each or "anyOf" in each or "type" in each)
                )
            for each in node.values():
                check(each)

    bundle = json.loads(schema_text(name))
    assert bundle["title"]
    assert bundle["description"]
    check(bundle)


def test_an_unknown_name_is_refused_with_the_names_there_are():
    with pytest.raises(InputError, match="expected one of costs, effects"):
        schema_text("scorecards")


def test_a_reference_that_no_schema_answers_is_never_fetched(monkeypatch):
    """The registry has no retriever, so an unknown address is an error and not a request."""
    import urllib.request

    monkeypatch.setattr(urllib.request, "urlopen", lambda *_: pytest.fail("fetched"))
    remote = {"$ref": "https://example.invalid/schema.json"}
    known = validator("workspace")
    with pytest.raises(Exception, match=r"example\.invalid"):
        list(known.evolve(schema=remote).iter_errors({}))


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_of_a_table_are_those_its_map_accepts(name):
    rows = json.loads(schema_text(name))["items"]["properties"].keys()
    defs = json.loads(schema_text("workspace"))["$defs"]
    singular = {"proposals": "proposal", "quantities": "quantity"}.get(name, name[:-1])
    mapped = defs[f"{singular}_columns"]["properties"].keys()
    assert set(rows) - {"cost"} == set(mapped) - {"cost", "costs", "ratings", "quantities"}


def test_a_wheel_carries_the_schemas_it_loads(tmp_path, monkeypatch):
    """Where `_schemas` lies beside the module it is read first, as in a wheel."""
    home = tmp_path / "_schemas"
    home.mkdir()
    (home / "workspace.schema.json").write_text('{"$id": "urn:cximpact:schema:workspace"}')
    monkeypatch.setattr(schemas, "_HOMES", (home, tmp_path / "none"))
    for cached in (schemas._home, schemas._schema, schemas._registry, schemas.validator):
        cached.cache_clear()
    try:
        assert schema_names() == ("workspace",)
    finally:
        for cached in (schemas._home, schemas._schema, schemas._registry, schemas.validator):
            cached.cache_clear()


def test_the_build_puts_the_folder_where_the_loader_looks():
    from pathlib import Path

    project = tomllib.loads(Path(__file__).parent.parent.joinpath("pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"schemas": "cximpact/_schemas"}


def test_an_evaluation_without_what_it_must_have_is_refused():
    with pytest.raises(ValidationError):
        validator("evaluation").validate({"format": "cximpact-evaluation/1"})
