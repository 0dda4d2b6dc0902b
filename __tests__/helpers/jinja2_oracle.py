"""Renders templates with the real Jinja2 and kluctl's settings.

Reads one JSON object per line on standard input: source, vars, files, name, searchDirs. Writes one per line: {"ok": true, "text"} or
{"ok": false, "type", "message", "line", "file"}; line and file are those of the innermost template frame.
"""

import base64
import hashlib
import json
import posixpath
import sys
import traceback

import jinja2
import yaml
from jinja2.loaders import split_template_path


class Environment(jinja2.Environment):
    def join_path(self, template, parent):
        if (template[:2] == "./" or template[:3] == "../") and parent:
            return posixpath.normpath(posixpath.join(posixpath.dirname(parent), template))
        return template


def load(files, search_dirs):
    def load_source(name):
        if name.startswith("/"):
            path = name[1:]
            return (files[path], name, lambda: True) if path in files else None
        path = "/".join(split_template_path(name))
        for folder in search_dirs:
            candidate = posixpath.join(folder, path)
            if candidate in files:
                return files[candidate], "/" + candidate, lambda: True
        return None

    return jinja2.FunctionLoader(load_source)


class Dumper(yaml.SafeDumper):
    """kluctl's way with text: several lines as a literal block, digits in single quotes."""


def represent_text(dumper, text):
    style = "|" if len(text.splitlines()) > 1 else "'" if text.isnumeric() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, represent_text)

kluctl_filters = {
    "b64encode": lambda text: base64.b64encode(text.encode()).decode(),
    "b64decode": lambda text: base64.b64decode(text.encode()).decode(),
    "from_yaml": lambda text: yaml.load(text, Loader=yaml.SafeLoader),
    "sha256": lambda text, digest_len=None: hashlib.sha256(text.encode()).hexdigest()[:digest_len],
    "to_json": json.dumps,
    "to_yaml": lambda value: yaml.dump(value, Dumper=Dumper, sort_keys=False),
}


def sort_keys(value):
    if isinstance(value, dict):
        return {key: sort_keys(value[key]) for key in sorted(value)}
    return [sort_keys(item) for item in value] if isinstance(value, list) else value


def innermost(error):
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno, error.filename
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith("/") and not frame.filename.endswith(".py"):
            return frame.lineno, frame.filename
    return None, None


def render(case):
    name = case.get("name", "template")
    files = {**case.get("files", {}), name: case["source"]}
    folder = posixpath.dirname(name)
    search_dirs = case.get("searchDirs", [folder, ""])
    environment = Environment(
        loader=load(files, search_dirs), undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.filters.update(kluctl_filters)
    environment.globals.update(sort_keys(case.get("vars", {})))
    try:
        return {"ok": True, "text": environment.get_template("/" + name).render()}
    except Exception as error:  # everything a template can raise is a result
        line, file = innermost(error)
        return {
            "ok": False,
            "type": type(error).__name__,
            "message": str(error),
            "line": line,
            "file": file and file.lstrip("/"),
        }


sys.setrecursionlimit(400)
for row in sys.stdin:
    result = render(json.loads(row))
    result["version"] = jinja2.__version__
    print(json.dumps(result), flush=True)
