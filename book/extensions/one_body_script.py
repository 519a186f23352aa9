"""Drop a script that a page carries twice.

sphinx-thebe adds its inline script twice to every page; the second copy
declares the same constant again, which is a SyntaxError in every reader's
console.
"""


def drop_repeated_scripts(app, pagename, templatename, context, doctree):
    seen, kept = set(), []
    for script in context.get("script_files", []):
        body = getattr(script, "attributes", {}).get("body")
        if body is None or body not in seen:
            kept.append(script)
        seen.add(body)
    context["script_files"] = kept


def setup(app):
    # Late (900), after every extension has added its scripts.
    app.connect("html-page-context", drop_repeated_scripts, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
