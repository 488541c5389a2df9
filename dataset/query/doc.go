// Package query is the language in which people say which records they mean:
// what a selection in the window is, what a project keeps, and what --where
// takes.
//
// The words: a Query is a list of terms that must all hold. A Term is one
// condition, such as "image missing", or some of them joined by and, or and not.
// A Source is what a query is asked of: a dataset, seen as an experiment sees
// it. Which records a query chooses is a bit column, as that of a modality is:
// bit i%64 of word i/64 is record i.
//
//	image missing and site = north
//	age >= 60 or age missing
//	pattern = image+audio and split = test
//	not (label = ill) and wrong by attention
//
// Parse reads it, Query.String writes it so that Parse reads it back.
package query
