package vm

import (
	"context"
	"image"
	"path/filepath"
	"time"

	"lacuna/dataset"
	"lacuna/experiment"
)

// Change says what an observer must show anew. Several may come at once.
type Change uint

// The changes.
const (
	DataChanged      Change = 1 << iota // another dataset: everything
	SelectionChanged                    // the selected records
	RecordChanged                       // which of them the inspector shows
	SpecChanged                         // the comparison being set up
	PlanChanged                         // what a run of it would do, or what prevents it
	StudyChanged                        // results and their scores
	ViewChanged                         // visible methods, the metric, what panes show
	CurvesChanged                       // learning curves of running jobs
	ProgressChanged                     // what runs, how far
	LogChanged                          // a line in the log
	NameChanged                         // the project's name, whether it is saved, and other words of the frame
	MaskChanged                         // what the comparison hides, and its split
	FillingChanged                      // what is imputed, how far, how well
	FindChanged                         // what was found
	SweepChanged                        // what a brush would select that is being dragged
	AwayChanged                         // what runs outside of the window, or could
	WhatIfChanged                       // what is supposed of the current record, what is fitted for that
	SoundChanged                        // what is played, or why it is not
	LayoutKept                          // the layout, as the window has it: nothing that asks to be saved
	LayoutChanged                       // a layout to bring back
)

// Everything is all changes at once.
const Everything = LayoutChanged<<1 - 1

// Surroundings is what the workbench needs from the program around it.
type Surroundings struct {
	// Do runs f on the event goroutine; it may be called from any other one.
	Do func(f func())
	// Now is the clock: for elapsed time and the log.
	Now func() time.Time
	// After calls f on some goroutine when d has passed; nil calls it at once.
	After func(d time.Duration, f func())
	// Fail tells the person an error that comes to light after the call that
	// caused it has returned; nil leaves it to the log.
	Fail func(error)
	// Workers is how many jobs may compute at once.
	Workers int
	// Open reads a dataset in one or several paths; what imp leaves open is
	// recognised. Sample reads the embedded one.
	Open   func(ctx context.Context, paths []string, imp dataset.Import) (*dataset.Dataset, error)
	Sample func(ctx context.Context) (*dataset.Dataset, error)
	// Masks reads a mask file for a dataset.
	Masks func(path string, d *dataset.Dataset) (*dataset.Mask, error)
	// Picture decodes a media file for display, upright and in its own colours; nil
	// shows pictures as the methods see them.
	Picture func(ctx context.Context, d *dataset.Dataset, file string) (image.Image, error)
	// Sound decodes a media file for display: samples of −1…1, so many a second.
	// nil shows none.
	Sound func(ctx context.Context, d *dataset.Dataset, file string) (samples []float64, rate int, err error)
	// Made makes such a sound from a spectrogram that stands in for modality m; nil
	// makes none.
	Made func(ctx context.Context, d *dataset.Dataset, m int, row []float64) (samples []float64, rate int, err error)
	// Play plays samples of −1…1, so many a second, until they or ctx end; nil plays
	// none.
	Play func(ctx context.Context, samples []float64, rate int) error
	// Store returns where the runs of a comparison are kept: beside its
	// project file, or, with an empty name, where unsaved ones live.
	Store func(file string) (experiment.Store, error)
	// Version is that of this program, and Redo lists the commands that do a
	// comparison again: of a project file, "" while there is none, and of data,
	// "" for the sample. nil lists none.
	Version string
	Redo    func(file, source string, spec experiment.Spec) []string
	// Program is the path of this program, which the jobs of a project are run by
	// in the background.
	Program string
	// Lock keeps other programs from running the comparisons of a project
	// file, until free is called; nil locks nothing.
	Lock func(file string) (free func() error, err error)
}

func (s *Surroundings) after(d time.Duration, f func()) {
	if s.After == nil {
		f()
		return
	}
	s.After(d, f)
}

// maskReader reads mask files relative to the project file.
func (s *Surroundings) maskReader(d *dataset.Dataset, project string) experiment.MaskReader {
	return func(file string) (*dataset.Mask, error) {
		if project != "" && !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(project), file)
		}
		return s.Masks(file, d)
	}
}

// part is what every owner of state has: its surroundings, the log, a way to
// tell what it changed, and a way to tell that a person is about to change
// something, which can then be taken back.
type part struct {
	around *Surroundings
	log    *Journal
	emit   func(Change)
	before func(step string)
}

// fail tells an error that comes late.
func (p part) fail(err error) {
	p.log.Note(err.Error())
	if p.around.Fail != nil {
		p.around.Fail(err)
	}
}
