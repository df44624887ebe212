"""Configs that the tests of `config validate` share."""

GOOD = '''\
hello = Process(name = 'hello', cmdline = 'echo hello')

jobs = [
  Service(
    cluster = 'devcluster', role = 'demo', environment = 'prod', name = 'hello',
    task = Task(processes = [hello], resources = Resources(cpu = 0.5, ram = 64*MB, disk = 64*MB))
  )
]
'''
# A lint: a warning at line 1, column 45.
DAEMON = GOOD.replace("'echo hello'", "'nginx'")
# What a scheduler refuses: an error at line 5.
REFUSED = GOOD.replace("'prod'", "'uat'")
# What the language refuses.
MISSPELLED = GOOD.replace("cmdline = ", "cmdlin = ")


def named(name, config=GOOD):
    return config.replace("name = 'hello',\n", f"name = '{name}',\n")


def rules_of(done):
    return [d["rule"] for d in done.json()["diagnostics"]]


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
