package ui

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"lacuna/assets"
	"lacuna/internal/say"
)

// Languages are what the window speaks, as the preferences keep them.
var Languages = []string{"en", "es"}

// languageNames are in the language itself, so that who needs it can read it.
var languageNames = map[string]string{"en": "English", "es": "Español"}

// languageKey is where the preferences keep the language that was chosen; nothing
// for the system's.
const languageKey = "language"

// speak makes the window speak a language: the one given, else the one chosen
// last, else the system's, else English. Later is too late: what has been said
// stays as it is.
func speak(a fyne.App, language string) error {
	if language == "" {
		language = a.Preferences().String(languageKey)
	}
	if language == "" {
		language, _, _ = strings.Cut(lang.SystemLocale().LanguageString(), "-")
	}
	known, err := learn(language)
	if err != nil || len(known) == 0 {
		say.Speak(nil)
		return err
	}
	say.Speak(&say.Language{
		Tag: language,
		Text: func(text string) string {
			said, ok := known[text]
			switch {
			case !ok: // a name, or said in English alone
				return text
			case said == "": // a noun
				return lang.L(text)
			}
			return said
		},
		Plural: func(many string, n int) string {
			if _, ok := known[many]; !ok {
				return many
			}
			return lang.N(many, n)
		},
		Known: slices.Collect(maps.Keys(known)),
	})
	return nil
}

// fyneWords are what fyne says itself, in fields and menus.
var fyneWords = []string{"Copy", "Cut", "Paste", "Quit", "Redo", "Select all", "Undo"}

// learn reads the files of a language, and returns what it can say: each text as
// the language says it, a noun as nothing. They are added under the system's
// locale, since that is where fyne looks its own words and nouns up, whatever was
// chosen here.
func learn(language string) (known map[string]string, err error) {
	files, err := fs.Glob(assets.Languages, "lang/*."+language+".json")
	if err != nil {
		return nil, err
	}
	known = map[string]string{}
	for _, f := range files {
		data, err := assets.Languages.ReadFile(f)
		if err != nil {
			return nil, err
		}
		var texts map[string]any
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		forFyne := map[string]any{}
		for text, said := range texts {
			forms, noun := said.(map[string]any)
			if noun { // also for numbers of which the system's language has a form of its own
				forms["zero"], forms["two"], forms["few"] = forms["other"], forms["other"], forms["other"]
			}
			if noun || slices.Contains(fyneWords, text) {
				forFyne[text] = said
			}
			known[text], _ = said.(string)
		}
		if data, err = json.Marshal(forFyne); err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		if err := lang.AddTranslationsForLocale(data, lang.SystemLocale()); err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
	}
	return known, nil
}

// languageMenu chooses the language of the windows to come.
func (f *frame) languageMenu() *fyne.MenuItem {
	menu := fyne.NewMenuItem(say.Text("Language"), nil)
	menu.ChildMenu = fyne.NewMenu("", fyne.NewMenuItem(say.Text("As the system"), func() { f.chooseLanguage("") }))
	for _, l := range Languages {
		menu.ChildMenu.Items = append(menu.ChildMenu.Items, fyne.NewMenuItem(languageNames[l], func() { f.chooseLanguage(l) }))
	}
	return menu
}

func (f *frame) chooseLanguage(language string) {
	f.app.Preferences().SetString(languageKey, language)
	f.status.tell(say.Text("The language changes when Lacuna is started again."))
}
