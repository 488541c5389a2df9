package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// shiftFlags are the flags by which imputed values are moved; the zero value
// moves none.
type shiftFlags struct {
	deltas []float64
	of     []string
	as     string
}

func (f *shiftFlags) add(cmd *cobra.Command, what string) {
	s := cmd.Flags()
	s.Float64SliceVar(&f.deltas, "delta", nil, what)
	s.StringSliceVar(&f.of, "delta-of", nil, "modalities and columns that --delta moves: table,audio.f3; default: all columns of numbers")
	s.StringVar(&f.as, "delta-as", result.InDeviations, "what --delta is in: sd (standard deviations of the column over training records), units (of the column) or factor (multiplied)")
}

// spec turns the flags into shifts.
func (f *shiftFlags) spec() (experiment.Shifts, error) {
	var shifts experiment.Shifts
	as := f.as
	if as == result.InDeviations {
		as = ""
	}
	if len(f.deltas) == 0 {
		if len(f.of) > 0 || as != "" {
			return shifts, usagef("--delta-of and --delta-as need the shifts: --delta -1,-0.5,0.5,1")
		}
		return shifts, nil
	}
	shifts = experiment.Shifts{Deltas: f.deltas, Of: f.of, As: as}
	if err := shifts.Check(nil); err != nil {
		return shifts, usageError{err}
	}
	return shifts, nil
}

// shiftArguments are the flags that make shifts.
func shiftArguments(s experiment.Shifts) []string {
	if len(s.Deltas) == 0 {
		return nil
	}
	words := make([]string, len(s.Deltas))
	for k, delta := range s.Deltas {
		words[k] = strconv.FormatFloat(delta, 'g', -1, 64)
	}
	list := []string{"--delta=" + strings.Join(words, ",")} // joined: it may begin with a minus
	if len(s.Of) > 0 {
		list = append(list, "--delta-of", listed(s.Of))
	}
	if s.As != "" {
		list = append(list, "--delta-as", s.As)
	}
	return list
}

// printShifts writes how methods do and compare when what they impute is moved.
func (a *app) printShifts(s metric.Shifts) {
	if len(s.Shifts) == 0 {
		return
	}
	header := []string{"imputed values", "moved"}
	for _, k := range s.Shown() {
		header = append(header, s.Methods[k])
	}
	a.say("\nsensitivity: %s on all test records as imputed values are shifted", s.Measure.Title)
	rows := [][]string{header}
	for i, shift := range s.Shifts {
		row := []string{shift.Short(), fmt.Sprint(s.Cells[i].Dev + s.Cells[i].Test)}
		for _, k := range s.Shown() {
			value, ci, _ := s.Value(i, k)
			row = append(row, valueCell(value, ci, s.Measure))
		}
		rows = append(rows, row)
	}
	a.table(rows)
	a.say("%s. %s.", s.Meaning(), s.Intervals)
	for _, words := range s.Words() {
		a.say("%s", words)
	}
}
