package format_test

import "testing"

// Sentences are texts however often they come again; words are categories.
func TestRepeatedSentences(t *testing.T) {
	of := func(column, yes, no string) map[string]string {
		rows := ""
		for i := range 12 {
			text := [2]string{yes, no}[i/2%2]
			rows += `{"id":"p` + string(rune('a'+i)) + `","` + column + `":"` + text + `","age":4` + string(rune('0'+i%10)) + `}` + "\n"
		}
		return one("data.jsonl", rows)
	}
	long, other := "The patient slept well and had no complaints.", "No change was seen since the last visit."
	checkSituations(t, []situation{
		{name: "two sentences", files: of("v", long, other), want: "records 12\nmodalities data v\nv text 12\nv pa = " + long},
		{name: "one sentence", files: of("v", long, long), want: "records 12\nmodalities data v\nv text 12"},
		{name: "short ones, called notes", files: of("note", "Slept well.", "Slept badly."), want: "records 12\nmodalities data note\nnote text 12"},
		{name: "words, called notes", files: of("note", "good", "bad"), want: "records 12\nmodalities data\n* table 12: note age"},
		{name: "a scale", files: of("v", "strongly agree", "do not agree"), want: "records 12\nmodalities data\n* table 12: v age"},
	})
}
