"""Show the buttons that lead to the repository only if its address is known.

The theme would stop the build at a launch button without an address, and
Jupyter Book at a button for issues. So `_config.yml` asks for the first alone,
and this extension takes it away or adds the second.
"""


def fit_buttons_to_address(app, config):
    options = config.html_theme_options
    known = bool(options.get("repository_url"))
    options["use_repository_button"] = options["use_issues_button"] = known
    if not known:
        options.pop("launch_buttons", None)


def setup(app):
    # Early (100), before the theme reads its options.
    app.connect("config-inited", fit_buttons_to_address, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
