package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"lacuna/impute"
	"lacuna/internal/param"
	"lacuna/models"
)

var _ = register(newMethods)

// methodEntry is one method in the JSON that others may rely on.
type methodEntry struct {
	Name   string       `json:"name"`
	Kind   string       `json:"kind"` // imputer, model or baseline
	Title  string       `json:"title"`
	Help   string       `json:"help"`
	Paper  string       `json:"paper"`
	Params []param.Spec `json:"params"`
	// NeedsImputer marks models that can only stand behind an imputer.
	NeedsImputer bool `json:"needs_imputer"`
}

func newMethods(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "methods",
		Short: "List every imputer, model and baseline with its parameters",
		Args:  exactly(),
		RunE: func(*cobra.Command, []string) error {
			if a.json {
				return a.document(methodEntries())
			}
			a.printMethods(methodEntries())
			return nil
		},
	}
	a.jsonFlag(cmd)
	return cmd
}

func methodEntries() []methodEntry {
	var list []methodEntry
	for _, i := range impute.All() {
		list = append(list, methodEntry{i.Name, "imputer", i.Title, i.Help, i.Paper, orEmpty(i.Params), false})
	}
	for _, kind := range []models.Kind{models.Classifier, models.Robust, models.Baseline} {
		for _, m := range models.All() {
			if m.Kind == kind {
				list = append(list, modelEntry(m))
			}
		}
	}
	return list
}

func modelEntry(m models.Info) methodEntry {
	kind := "model"
	if m.Kind == models.Baseline {
		kind = "baseline"
	}
	return methodEntry{m.Name, kind, m.Title, m.Help, m.Paper, orEmpty(m.Params), m.NeedsComplete()}
}

// orEmpty keeps "params" a list in JSON where a method has none.
func orEmpty(params []param.Spec) []param.Spec {
	if params == nil {
		return []param.Spec{}
	}
	return params
}

func (m methodEntry) heading() string {
	switch {
	case m.Kind == "imputer":
		return "Imputers: put one in front of a classifier, as in knn+mlp"
	case m.NeedsImputer:
		return "Classifiers: they stand behind an imputer"
	case m.Kind == "model":
		return "Robust models: they take missing modalities as they are"
	}
	return "For comparison: baselines to beat (majority and pattern are always there), and dedicated, an upper bound"
}

func (a *app) printMethods(list []methodEntry) {
	heading := ""
	for _, m := range list {
		if h := m.heading(); h != heading {
			heading = h
			a.say("\n%s\n", heading)
		}
		a.say("  %-14s %s", m.Name, m.Help)
		if m.Paper != "" {
			a.say("  %-14s source: %s", "", m.Paper)
		}
		for _, p := range m.Params {
			a.say("  %-14s --set %s.%s=%s  %s%s", "", m.Name, p.Name, param.Format(p.Default), p.Help, allowed(p))
		}
	}
}

// allowed tells the values that a parameter takes.
func allowed(p param.Spec) string {
	switch p.Type {
	case param.Int, param.Float:
		return fmt.Sprintf(" (%g to %g)", p.Min, p.Max)
	case param.Choice:
		return fmt.Sprintf(" %v", p.Choices)
	}
	return ""
}
