"""As much of JSON Schema as `day.schema.json` uses: whether a value satisfies it."""

import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def satisfies(value, schema, whole):
    """Whether `value` satisfies `schema`; references lead into `whole`. Raises KeyError for a word unknown here."""
    return all(WORDS[word](value, said, schema, whole) for word, said in schema.items())


def _of_type(value, name):
    if name in ("number", "integer"):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number and (name == "number" or value % 1 == 0)
    return isinstance(value, TYPES[name])


def _types(value, names, _schema, _whole):
    return any(_of_type(value, name) for name in ([names] if isinstance(names, str) else names))


def _properties(value, known, schema, whole):
    return not isinstance(value, dict) or all(
        satisfies(each, known[name], whole) for name, each in value.items() if name in known
    )


def _additional(value, said, schema, whole):
    if not isinstance(value, dict):
        return True
    more = [each for name, each in value.items() if name not in schema.get("properties", {})]
    return not more if said is False else all(satisfies(each, said, whole) for each in more)


def _reference(value, path, _schema, whole):
    found = whole
    for name in path.removeprefix("#/").split("/"):
        found = found[name]
    return satisfies(value, found, whole)


def _is_number(value):
    return _of_type(value, "number")


def _always(value, said, schema, whole):
    return True


WORDS = {
    "$schema": _always, "$id": _always, "$defs": _always, "title": _always, "description": _always,
    "$ref": _reference,
    "type": _types,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": lambda value, names, schema, whole: not isinstance(value, dict) or set(names) <= value.keys(),
    "items": lambda value, said, schema, whole: (
        not isinstance(value, list) or all(satisfies(each, said, whole) for each in value)
    ),
    "minItems": lambda value, least, schema, whole: not isinstance(value, list) or len(value) >= least,
    "maxItems": lambda value, most, schema, whole: not isinstance(value, list) or len(value) <= most,
    "anyOf": lambda value, said, schema, whole: any(satisfies(value, each, whole) for each in said),
    "const": lambda value, said, schema, whole: value == said and not isinstance(value, bool),
    "enum": lambda value, said, schema, whole: value in said and not isinstance(value, bool),
    "minimum": lambda value, least, schema, whole: not _is_number(value) or value >= least,
    "maximum": lambda value, most, schema, whole: not _is_number(value) or value <= most,
    "pattern": lambda value, said, schema, whole: not isinstance(value, str) or re.search(said, value) is not None,
}  # fmt: skip
