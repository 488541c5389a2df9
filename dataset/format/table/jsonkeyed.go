package table

import (
	"slices"
	"strings"
)

// byID takes an object whose keys are ids, with an object or a single value for
// each, or an object per column whose keys are ids, and says which it was; "" for
// none of these.
func (j *jsonFile) byID(v jsonValue) (how string, err error) {
	switch {
	case v.all(jsonObject) && v.alikeInside():
		if len(v.items) < len(v.items[0].items) {
			return "an object of JSON with an object per column, whose keys are the ids", j.addAll(turnedByKey(v))
		}
		return "an object of JSON with an object per id", j.addAll(withKeys(v))
	case v.idsAsKeys() && !slices.ContainsFunc(v.items, func(item jsonValue) bool { return item.kind == jsonObject || item.kind == jsonList }):
		for i, item := range v.items {
			v.items[i] = jsonValue{kind: jsonObject, keys: []string{"value"}, items: []jsonValue{item}}
		}
		return "an object of JSON with a value per id", j.addAll(withKeys(v))
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
