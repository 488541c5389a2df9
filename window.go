//go:build !headless

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/sqweek/dialog"

	"lacuna/assets"
	"lacuna/assets/sample"
	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/internal/cli"
	"lacuna/internal/speaker"
	"lacuna/project"
	"lacuna/ui"
	"lacuna/ui/vm"
)

// appID names the preferences folder and the desktop entry.
const appID = "org.lacuna.Lacuna"

// openWindow shows the workbench until it is closed or ctx ends.
func openWindow(ctx context.Context, r cli.WindowRequest) error {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY")+os.Getenv("WAYLAND_DISPLAY") == "" {
		return &dataset.UserError{
			What: "the window cannot be opened", Why: "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set",
			Try: "Everything works without it, too: lacuna --help lists the commands",
		}
	}
	collectEarly()
	icon := fyne.NewStaticResource("icon.png", assets.Icon)
	app.SetMetadata(fyne.AppMetadata{ID: appID, Name: "Lacuna", Version: cli.Version, Icon: icon})
	options, err := windowOptions(r)
	if err != nil {
		return err
	}
	a := app.NewWithID(appID)
	a.SetIcon(icon)
	if options.Around.Program, err = os.Executable(); err != nil {
		return err
	}
	return ui.Run(ctx, a, newNativePicker(fyne.Do), options)
}

// windowOptions turns what the command line asked for into what the window
// understands.
func windowOptions(r cli.WindowRequest) (ui.Options, error) {
	o := ui.Options{
		Path: r.Path, Import: r.Import, Sample: r.Sample, Compare: r.Compare, Theme: r.Theme, Language: r.Language,
		Select: r.Select, Events: r.Events, Around: surroundings(),
	}
	if r.Theme != "" && !slices.Contains(ui.Themes, r.Theme) {
		return o, fmt.Errorf("--theme %q is none of %s", r.Theme, strings.Join(ui.Themes, ", "))
	}
	if r.Language != "" && !slices.Contains(ui.Languages, r.Language) {
		return o, fmt.Errorf("--language %q is none of %s", r.Language, strings.Join(ui.Languages, ", "))
	}
	if r.Size == "" {
		return o, nil
	}
	var w, h int
	if n, err := fmt.Sscanf(r.Size, "%dx%d", &w, &h); n != 2 || err != nil || w < 1 || h < 1 {
		return o, fmt.Errorf("--size %q is no size; write it as 1280x800", r.Size)
	}
	o.Size = fyne.NewSize(float32(w), float32(h))
	return o, nil
}

// surroundings joins the view models to the clock, the readers and the disk.
func surroundings() vm.Surroundings {
	return vm.Surroundings{
		Do:      fyne.Do,
		Now:     time.Now,
		After:   func(d time.Duration, f func()) { time.AfterFunc(d, f) },
		Workers: runtime.GOMAXPROCS(0),
		Open:    openData,
		Sample:  sample.Open,
		Masks: func(path string, d *dataset.Dataset) (*dataset.Mask, error) {
			return format.ReadMask(context.Background(), path, d)
		},
		Version: cli.Build(), Redo: cli.Redo,
		Picture: format.Picture,
		Sound:   format.Sound,
		Made:    format.MadeSound,
		Play:    speaker.Play,
		Store:   runStore,
		Lock: func(file string) (func() error, error) {
			lock, err := project.Acquire(file)
			if err != nil {
				return nil, err
			}
			return lock.Release, nil
		},
	}
}

// openData reads data, and keeps what media files were turned into where the
// command line does, too.
func openData(ctx context.Context, paths []string, imp dataset.Import) (*dataset.Dataset, error) {
	return format.OpenFiles(ctx, paths, cli.ReadOptions(imp))
}

// runStore keeps runs beside their project file, and those of unsaved
// comparisons where the command line keeps them too.
func runStore(file string) (experiment.Store, error) {
	if file != "" {
		return project.NewStore(project.RunsFolder(file)), nil
	}
	folder, err := os.UserCacheDir()
	if err != nil {
		return nil, &dataset.UserError{What: "there is no folder for unsaved results", Why: err.Error(), Try: "Save the project first", Err: err}
	}
	return project.NewStore(filepath.Join(folder, "lacuna", "runs")), nil
}

// nativePicker shows the system's dialogs. GTK aborts the process when two of
// its dialogs are open or when calls hop between threads, so one goroutine,
// locked to its thread, shows one dialog at a time.
type nativePicker struct {
	jobs chan func()
	busy atomic.Bool
	do   func(func())
}

func newNativePicker(do func(func())) *nativePicker {
	p := &nativePicker{jobs: make(chan func()), do: do}
	go func() {
		runtime.LockOSThread()
		for job := range p.jobs {
			job()
		}
	}()
	return p
}

// OpenFile implements ui.Picker.
func (p *nativePicker) OpenFile(r ui.Request, done func(string, error)) {
	p.ask(func() (string, error) { return fileDialog(r).Load() }, done)
}

// OpenFolder implements ui.Picker.
func (p *nativePicker) OpenFolder(r ui.Request, done func(string, error)) {
	p.ask(func() (string, error) { return dialog.Directory().Title(r.Title).SetStartDir(r.Folder).Browse() }, done)
}

// SaveFile implements ui.Picker.
func (p *nativePicker) SaveFile(r ui.Request, done func(string, error)) {
	p.ask(func() (string, error) { return fileDialog(r).Save() }, done)
}

// fileDialog filters by extension in both cases: GTK's patterns know no other way.
func fileDialog(r ui.Request) *dialog.FileBuilder {
	b := dialog.File().Title(r.Title)
	if r.Name != "" {
		b = b.SetStartFile(r.Name)
	}
	if r.Folder != "" {
		b = b.SetStartDir(r.Folder)
	}
	if len(r.Extensions) == 0 {
		return b
	}
	both := make([]string, 0, 2*len(r.Extensions))
	for _, e := range r.Extensions {
		both = append(both, e, strings.ToUpper(e))
	}
	return b.Filter(r.Kind, both...).Filter("All files", "*")
}

func (p *nativePicker) ask(show func() (string, error), done func(string, error)) {
	if !p.busy.CompareAndSwap(false, true) {
		done("", ui.ErrBusy)
		return
	}
	go func() {
		p.jobs <- func() {
			path, err := guarded(show)
			p.busy.Store(false)
			p.do(func() { done(path, err) })
		}
	}()
}

// guarded turns what the library does without a display, a panic, into an
// error, and an empty answer (a place that is no local file) likewise.
func guarded(show func() (string, error)) (path string, err error) {
	defer func() {
		if r := recover(); r != nil {
			path, err = "", fmt.Errorf("%w: %v", ui.ErrUnavailable, r)
		}
	}()
	path, err = show()
	switch {
	case errors.Is(err, dialog.ErrCancelled):
		return "", ui.ErrCancelled
	case err == nil && path == "":
		return "", errors.New("this place is not a file on this machine; choose a local one")
	}
	return path, err
}
