# Lacuna. `make run` on a fresh machine installs what is missing, builds and
# starts; `make help` lists the rest. Go and make are all that is assumed.

# One set of build flags everywhere: another one compiles the C parts of the
# window anew, which takes minutes. no_emoji: Fyne would keep its 4 MB of emoji
# once for every scope and style of text, 40 MB; installed ones are found without.
TAGS    := migrated_fynedo,no_emoji
GO      ?= go
PROGRAM := bin/lacuna
HEADLESS := bin/lacuna-headless
TOOL    := $(GO) tool -modfile=tools/go.mod
STAGE   := scripts/stage.sh
# The revision goes into the program when it is linked, so that nothing is
# compiled anew for it. Packages add flags for the compiler and the linker.
COMPILE :=
STRIP   :=
LINK    := -X lacuna/internal/cli.revision=$(shell git describe --tags --always --dirty 2>/dev/null)

# Everything but the main package, with which -race would compile the C parts
# anew, and the rules of the house, which run first. What takes long begins first,
# so that no processor waits for it in the end.
UNIT     = $$($(GO) list -tags $(TAGS) ./internal/cli ./impute ./models ./experiment ./charts ./ui ./... | grep -vxF -e lacuna -e lacuna/internal/lint)
# The race detector watches our code, and what our goroutines could share by mistake.
# Loops over numbers, pixels, letters and bytes of others are left out: watched, they
# take most of the time. What is left out must order no goroutines by itself (nothing
# of sync but its locks and pools) and hold no copy of a generic type of sync: where
# the linker takes that copy, the detector no longer sees what orders ours.
UNWATCHED := gonum.org/v1/gonum/... gorgonia.org/tensor/... github.com/chewxy/... \
	math compress/... hash/adler32 image/... golang.org/x/image/... github.com/golang/freetype/... \
	$(addprefix github.com/go-text/typesetting/,harfbuzz font/... shaping segmenter)
RACE     := -race $(patsubst %,-gcflags=%=-race=false,$(UNWATCHED))
# Tests that need a screen; those of windowtest drive the built program.
WINDOW  := . ./internal/windowtest
BENCHED := ./internal/kernel/... ./internal/nn/... ./impute/... ./dataset/format/... ./experiment/metric/...

PREFIX  ?= /usr/local
APP     := org.lacuna.Lacuna
SHARE    = $(DESTDIR)$(PREFIX)/share

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run build headless test lint ready format scripts tidy vet staticcheck house portable unit window bench bench-engine simulate crash shots fmt vuln install package clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: build ## set up, build, and open the sample (without a display: run its study)
	@scripts/run.sh $(PROGRAM)

build: ## set up and build bin/lacuna
	@scripts/setup.sh build
	@$(STAGE) build $(GO) build $(COMPILE) -ldflags '$(LINK) $(STRIP)' -tags $(TAGS) -o $(PROGRAM) .

headless: ## build bin/lacuna-headless: static, without C, for cluster nodes
	@CGO_ENABLED=0 $(STAGE) headless $(GO) build $(COMPILE) -ldflags '$(LINK) $(STRIP)' -tags headless -o $(HEADLESS) .

test: ready format scripts tidy house headless portable build vet staticcheck unit window ## set up and check everything, cheap checks first

lint: ready format scripts tidy house vet staticcheck ## the checks that run no code

ready: # what the tests need
	@scripts/setup.sh test

format: # gofmt
	@$(STAGE) format sh -c 'unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not formatted (make fmt):"; echo "$$unformatted"; exit 1; }'

scripts: # shellcheck
	@$(STAGE) scripts shellcheck scripts/*.sh .ci/run

tidy: # go.mod and go.sum name what is used, and nothing else
	@$(STAGE) tidy $(GO) mod tidy -diff

house: # the rules of the house
	@$(STAGE) house $(GO) test ./internal/lint

vet: # go vet, for the window and for cluster nodes
	@$(STAGE) vet $(GO) vet -tags $(TAGS) ./...
	@CGO_ENABLED=0 $(STAGE) 'vet headless' $(GO) vet -tags headless .

staticcheck: # staticcheck
	@$(STAGE) staticcheck $(TOOL) staticcheck -tags $(TAGS) ./...

portable: # another processor, without assembly
	@CGO_ENABLED=0 GOOS=darwin GOARCH=arm64 $(STAGE) portable $(GO) build -tags headless -o /dev/null .

# A program under the race detector sleeps for a second before it ends, and the
# scripts start hundreds of them. Vet has its own stage.
unit: export GORACE = atexit_sleep_ms=0
unit: export LACUNA_HEADLESS = $(CURDIR)/$(HEADLESS)
unit: headless # unit and script tests
	@$(STAGE) unit $(GO) test $(RACE) -vet=off -tags $(TAGS) -timeout 20m $(UNIT)

window: ready build # the main package and the real window, on a screen of its own
	@LACUNA_PROGRAM=$(CURDIR)/$(PROGRAM) $(STAGE) window scripts/xvfb.sh $(GO) test -count=1 -v -tags $(TAGS) $(WINDOW)

bench: build ## measure kernels, engine, imputers and readers, beside their peers
	$(GO) test -run '^$$' -bench . -benchmem -tags $(TAGS) $(BENCHED)
	@scripts/bench-peers.sh $(PROGRAM)

bench-engine: ## time training and inference beside PyTorch, in turn (CLOCK=cpu on a busy machine)
	@scripts/bench-engine.sh

simulate: ## count false claims and covered intervals over many made-up studies (STUDIES=200 of each kind)
	$(GO) test ./experiment/metric -run 'TestClaimsHold|TestQuestionsHold' -studies $${STUDIES:-200} -timeout 5h -v

crash: ## kill the program 200 times while it runs and saves (KILLS=…)
	$(GO) test ./internal/cli -tags $(TAGS) -run TestKilled -kills $${KILLS:-200} -count=1 -timeout 1h -v

SHOTS := out/shots
shots: ready build ## picture every pane, tab and dialog into out/shots, and what the documents show into docs
	@LACUNA_PROGRAM=$(CURDIR)/$(PROGRAM) scripts/xvfb.sh $(GO) test -count=1 -tags $(TAGS) -timeout 30m ./internal/windowtest -run TestShots -shots $(CURDIR)/$(SHOTS)
	@scripts/shots.sh $(SHOTS) docs

fmt: ## format all Go files
	$(TOOL) gofumpt -w .

vuln: ## look for known vulnerabilities in what we use (asks the Go database)
	$(TOOL) govulncheck -tags $(TAGS) ./...

install: build ## install for this system's desktop (PREFIX, DESTDIR)
	install -Dm755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/lacuna
	install -Dm644 assets/icon/icon.png $(SHARE)/icons/hicolor/512x512/apps/$(APP).png
	install -Dm644 assets/icon/icon.svg $(SHARE)/icons/hicolor/scalable/apps/$(APP).svg
	install -Dm644 assets/linux/$(APP).desktop $(SHARE)/applications/$(APP).desktop
	install -Dm644 assets/linux/$(APP).metainfo.xml $(SHARE)/metainfo/$(APP).metainfo.xml
	install -Dm644 assets/linux/$(APP).xml $(SHARE)/mime/packages/$(APP).xml
	install -d $(SHARE)/bash-completion/completions $(SHARE)/zsh/vendor-completions $(SHARE)/fish/vendor_completions.d $(SHARE)/doc/lacuna
	$(PROGRAM) man -o $(SHARE)/man/man1 --date "$$(git log -1 --format=%cs)"
	$(PROGRAM) completion bash > $(SHARE)/bash-completion/completions/lacuna
	$(PROGRAM) completion zsh > $(SHARE)/zsh/vendor-completions/_lacuna
	$(PROGRAM) completion fish > $(SHARE)/fish/vendor_completions.d/lacuna.fish
	install -m644 LICENSE $(SHARE)/doc/lacuna/copyright
	scripts/notices.sh > $(SHARE)/doc/lacuna/THIRD-PARTY-NOTICES

package: ## a Debian package, an archive, static programs for other systems, SBOM and notices, into dist/, and try them
	@scripts/setup.sh package
	scripts/package.sh dist
	scripts/package-check.sh dist

clean: ## remove what was built and written
	rm -rf bin out dist
