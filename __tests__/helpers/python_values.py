"""Answers what real Python, Jinja2 and PyYAML make of values. One JSON request per line on stdin, one answer per line on stdout.

Values: null, true, text as they are; {"i": "1"} int, {"f": "1.5"} float, {"l": [..]} list, {"t": [..]} tuple, {"d": [[k, v]..]} dict,
{"m": ".."} marked text, {"u": ".."} undefined, {"g": [..]} generator, {"s": ["dict_keys", [..]]} other sequence, {"r": [a, b, c]} range.
A request is {"do": "filter replace", "args": [..], "kwargs": {..}}; "do" begins with filter, test, method, operator or function.
"""
import base64
import hashlib
import json
import operator
import sys

import jinja2
import markupsafe
import yaml


class Dumper(yaml.SafeDumper):
    """kluctl's way with text: several lines as a literal block, digits in single quotes."""


def represent_text(dumper, text):
    style = "|" if len(text.splitlines()) > 1 else "'" if text.isnumeric() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, represent_text)


class Loader(yaml.SafeLoader):
    pass


Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: str(node.value))


def sha256(text, digest_len=None):
    digest = hashlib.sha256(text.encode()).hexdigest()
    return digest if digest_len is None else digest[:digest_len]


environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
environment.filters.update(
    b64encode=lambda text: base64.b64encode(text.encode()).decode(),
    b64decode=lambda text: base64.b64decode(text.encode()).decode(),
    to_yaml=lambda value: yaml.dump(value, Dumper=Dumper, sort_keys=False),
    from_yaml=lambda text: yaml.load(text, Loader=Loader),
    to_json=lambda value: json.dumps(value),
    sha256=sha256,
)
context = environment.from_string("").new_context()

functions = {
    "str": str,
    "repr": repr,
    "bool": bool,
    "len": len,
    "list": list,
    "hash_equal": lambda a, b: len({a, b}) == 1,
    "getitem": environment.getitem,
    "getattr": environment.getattr,
    "slice": lambda value, start, stop, step: value[start:stop:step],
}


def decode(data):
    if not isinstance(data, (dict, list)):
        return data
    (kind, value), = data.items()
    if kind == "i":
        return int(value)
    if kind == "f":
        return float(value)
    if kind == "l":
        return [decode(item) for item in value]
    if kind == "t":
        return tuple(decode(item) for item in value)
    if kind == "d":
        return {decode(key): decode(item) for key, item in value}
    if kind == "m":
        return markupsafe.Markup(value)
    if kind == "u":
        return environment.undefined(value)
    if kind == "g":
        return (decode(item) for item in value)
    if kind == "r":
        return range(*(int(part) for part in value))
    if kind == "s":
        view = {"dict_keys": dict.keys, "dict_values": dict.values, "dict_items": dict.items}[value[0]]
        return view(decode({"d": value[1]}))
    raise ValueError(kind)


def encode(value):
    if isinstance(value, markupsafe.Markup):
        return {"m": str(value)}
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"i": str(value)}
    if isinstance(value, float):
        return {"f": repr(value)}
    if isinstance(value, list):
        return {"l": [encode(item) for item in value]}
    if isinstance(value, tuple):
        return {"t": [encode(item) for item in value]}
    if isinstance(value, dict):
        return {"d": [[encode(key), encode(item)] for key, item in value.items()]}
    if isinstance(value, jinja2.Undefined):
        return {"u": value._undefined_message}
    if isinstance(value, range):
        return {"r": [str(value.start), str(value.stop), str(value.step)]}
    return {"g": [encode(item) for item in value]}


def run(request):
    kind, name = request["do"].split(" ", 1)
    args = [decode(item) for item in request["args"]]
    kwargs = {key: decode(item) for key, item in request.get("kwargs", {}).items()}
    if kind == "filter":
        return environment.call_filter(name, args[0], args[1:], kwargs, context=context)
    if kind == "test":
        return bool(environment.call_test(name, args[0], args[1:], kwargs))
    if kind == "method":
        result = getattr(args[0], name)(*args[1:], **kwargs)
        return (args[0], result) if isinstance(args[0], (list, dict)) else result
    if kind == "operator":
        return getattr(operator, name)(*args)
    return functions[name](*args)


def answer(request):
    try:
        return {"value": encode(run(request))}
    except Exception as error:  # every error is an answer
        return {"error": type(error).__name__, "message": str(error)}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=False)
