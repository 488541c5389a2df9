package vm

import (
	"errors"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/experiment"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// looked is how many records of each modality are shown.
const looked = 6

// Chart is a figure of the scores.
func (f *Filling) Chart() (canvas.Figure, error) {
	return charts.New("imputers", charts.Input{Data: f.data, Imputed: &f.ranking})
}

// Write fills the data by the i-th imputer into a new folder. done is called with
// what a reader of the files must know when they are there.
func (f *Filling) Write(i int, folder string, done func(warnings []string)) error {
	imputer, env, err := f.fitting(i)
	if err != nil {
		return err
	}
	if f.work != nil {
		return errFilling
	}
	data, name, clock := f.data, f.choices[i].Name, f.around.Now
	f.used = name
	work, ctx := f.begin(say.Form("Filling by %s", name), 0)
	go func() {
		var filled *experiment.Imputation
		hidden, err := experiment.Hiding{}.Draw(data, rng.New(fillingRoot), nil) // nothing
		if err == nil {
			hidden.FillOnly(imputer)
			filled, err = hidden.Impute(ctx, imputer, env, clock)
		}
		if err == nil {
			err = filled.Write(ctx, data, folder)
		}
		f.around.Do(func() {
			var partly experiment.PartlyWrittenError
			if errors.As(err, &partly) { // whether it failed or was stopped
				f.log.Note(say.Form("the filled data in %s are kept; what was made of whole images, sounds and texts was not written", partly.Folder))
			}
			if !f.end(work, err) {
				return
			}
			f.log.Note(say.Form("filled by %s, fitted on %s: %s", name, say.Count(filled.Fitted, "record", "records"), folder))
			warnings := make([]string, len(filled.Warnings))
			for i, w := range filled.Warnings {
				warnings[i] = say.Again(w)
				f.log.Note(warnings[i])
			}
			done(warnings)
		})
	}()
	return nil
}

// Look hides whole modalities, lets the i-th imputer make them again, and calls
// done with a figure of what is real and what was made. Where single numbers are
// scored, three tenths of each modality are hidden for it.
func (f *Filling) Look(i int, done func(canvas.Figure)) error {
	imputer, env, err := f.fitting(i)
	if err != nil {
		return err
	}
	if f.work != nil {
		return errFilling
	}
	hiding := wholes(0.3, "")
	if f.hide == HideModalities {
		hiding = f.hiding()
	}
	data, name, read := f.data, f.choices[i].Name, f.around.maskReader(f.data, f.file())
	f.used = name
	work, ctx := f.begin(say.Form("Making what was hidden, by %s", name), 0)
	go func() {
		figure, err := func() (canvas.Figure, error) {
			hidden, err := hiding.Draw(data, rng.New(fillingRoot), read)
			if err != nil {
				return nil, err
			}
			made, err := hidden.Made(ctx, experiment.Making{Imputer: imputer, Name: name, Root: fillingRoot, Records: looked}, env)
			if err != nil {
				return nil, err
			}
			return charts.New("generated", charts.Input{Data: data, Made: &made})
		}()
		f.around.Do(func() {
			if f.end(work, err) {
				done(figure)
			}
		})
	}()
	return nil
}
