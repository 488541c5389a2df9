package table

import (
	"slices"
	"strings"

	"lacuna/internal/say"
)

// byID takes an object whose keys are ids, with an object or a single value for
// each, or an object per column whose keys are ids, and says which it was; "" for
// none of these.
func (j *jsonFile) byID(v jsonValue) (how string, err error) {
	switch {
	case v.all(jsonObject) && v.alikeInside():
		if len(v.items) < len(v.items[0].items) {
			return say.Mark("an object of JSON with an object per column, whose keys are the ids"), j.addAll(turnedByKey(v))
		}
		return say.Mark("an object of JSON with an object per id"), j.addAll(withKeys(v))
	case v.idsAsKeys() && !slices.ContainsFunc(v.items, func(item jsonValue) bool { return item.kind == jsonObject || item.kind == jsonList }):
		for i, item := range v.items {
			v.items[i] = jsonValue{kind: jsonObject, keys: []string{"value"}, items: []jsonValue{item}}
		}
		return say.Mark("an object of JSON with a value per id"), j.addAll(withKeys(v))
	}
	return "", nil
}

// alikeInside says whether the objects in an object have keys in common, as
// records do.
func (v jsonValue) alikeInside() bool {
	first, common := map[string]bool{}, 0
	for _, key := range v.items[0].keys {
		first[key] = true
	}
	for _, item := range v.items[1:] {
		if slices.ContainsFunc(item.keys, func(key string) bool { return first[key] }) {
			common++
		}
	}
	return len(v.items) > 1 && 2*common >= len(v.items)-1
}

// idsAsKeys says whether the keys of an object are alike and hold numbers, as ids
// are and names of settings are not.
func (v jsonValue) idsAsKeys() bool {
	const few = 4
	alike := map[string]int{}
	for _, key := range v.keys {
		if strings.ContainsAny(key, "0123456789") {
			alike[shape(key)]++
		}
	}
	for _, n := range alike {
		if 4*n >= 3*len(v.keys) {
			return len(v.keys) >= few
		}
	}
	return false
}

// withKeys makes records of the objects in an object: the key is the first value
// of each.
func withKeys(v jsonValue) []jsonValue {
	list := make([]jsonValue, len(v.items))
	for i, item := range v.items {
		list[i] = jsonValue{kind: jsonObject, keys: append([]string{""}, item.keys...), items: append([]jsonValue{{kind: jsonWord, text: v.keys[i]}}, item.items...)}
	}
	return list
}

// turnedByKey makes records of an object per column.
func turnedByKey(v jsonValue) []jsonValue {
	rows := jsonValue{kind: jsonObject}
	at := map[string]int{}
	for i, column := range v.items {
		for k, key := range column.keys {
			r, ok := at[key]
			if !ok {
				r = len(rows.items)
				at[key], rows.keys, rows.items = r, append(rows.keys, key), append(rows.items, jsonValue{kind: jsonObject})
			}
			rows.items[r].keys, rows.items[r].items = append(rows.items[r].keys, v.keys[i]), append(rows.items[r].items, column.items[k])
		}
	}
	return withKeys(rows)
}

// partKeys are the names of lists that say which ids are in which part of the
// data.
var partKeys = setOf("train", "training", "val", "valid", "validation", "dev", "test", "testing", "holdout")

// listsParts says whether an object holds a list of ids for each part.
func (v jsonValue) listsParts() bool {
	return len(v.keys) > 1 && v.all(jsonList) && !slices.ContainsFunc(v.keys, func(key string) bool { return !partKeys[strings.ToLower(key)] }) &&
		!slices.ContainsFunc(v.items, func(list jsonValue) bool {
			return slices.ContainsFunc(list.items, func(item jsonValue) bool { return item.kind != jsonWord && item.kind != jsonNumber })
		})
}

// parts makes records of lists of ids: the id, and the part it is in.
func (v jsonValue) parts() []jsonValue {
	var list []jsonValue
	for i, ids := range v.items {
		for _, id := range ids.items {
			list = append(list, jsonValue{kind: jsonObject, keys: []string{"id", "split"}, items: []jsonValue{id, {kind: jsonWord, text: v.keys[i]}}})
		}
	}
	return list
}
