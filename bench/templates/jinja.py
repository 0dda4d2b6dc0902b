"""jinja.py FOLDER OUTPUT: renders the corpus with Jinja2, one environment as kluctl sets it up."""

import base64
import json
import os
import sys

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

folder, output = sys.argv[1:]
with open(os.path.join(folder, "corpus.json"), encoding="utf-8") as file:
    corpus = json.load(file)


class Images:
    def get_image(self, image, latest_version=None):
        call = json.dumps([image, latest_version, None], separators=(",", ":")).encode()
        return "kluctl-images.call." + base64.urlsafe_b64encode(call).decode().rstrip("=") + ".llac"


environment = Environment(
    loader=FileSystemLoader(folder),
    undefined=StrictUndefined,
    autoescape=False,
    cache_size=10000,
    auto_reload=False,
    extensions=["jinja2.ext.loopcontrols"],
)
environment.filters["to_yaml"] = lambda value: yaml.safe_dump(value, sort_keys=False)
environment.globals["images"] = Images()
texts = [
    environment.get_template(entry["path"]).render(corpus["variables"][entry["variables"]])
    for entry in corpus["files"]
]
with open(output, "w", encoding="utf-8") as file:
    json.dump(texts, file)
