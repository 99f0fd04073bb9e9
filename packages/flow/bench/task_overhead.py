"""Runs empty tasks one after the other in a Prefect flow, with its local engine, and prints seconds per task."""
import os
import sys
import tempfile
import time

os.environ["PREFECT_HOME"] = tempfile.mkdtemp()
os.environ["PREFECT_LOGGING_LEVEL"] = "ERROR"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"

os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "120"

# Prefect's server, a process of its own, names an argument that newer FastAPIs have dropped. Without it they
# work together: this is run at the start of every Python process from here on.
SHIM = """
import fastapi

def without(make):
    return lambda *args, **more: make(*args, **{k: v for k, v in more.items() if k not in ("min_items", "max_items")})

for name in ("Body", "Query", "Path"):
    setattr(fastapi, name, without(getattr(fastapi, name)))
"""
shim = tempfile.mkdtemp()
with open(os.path.join(shim, "sitecustomize.py"), "w") as file:
    file.write(SHIM)
os.environ["PYTHONPATH"] = shim
exec(SHIM)

from prefect import flow, task  # noqa: E402

count = int(sys.argv[1])


@task(persist_result=False)
def nothing(i):
    return i


@flow(persist_result=False)
def many(n):
    nothing(-1)  # what starts with the first task is not counted
    start = time.perf_counter()
    for i in range(n):
        nothing(i)
    return (time.perf_counter() - start) / n


print(many(count))
