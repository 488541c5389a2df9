package vm

import "testing"

func TestTheWindowSpeaksOfItsControls(t *testing.T) {
	for words, want := range map[string]string{
		"kept; --drop 'blood type' leaves it out":                          "kept; “Leave out: blood type” leaves it out",
		"read as the label; --label COLUMN chooses another":                "read as the label; “Label” chooses another",
		"kept; --missing age=0 makes them missing":                         "kept; “Missing codes: age=0” makes them missing",
		"kept; --missing -9 makes them missing in all columns":             "kept; “Missing codes: -9” makes them missing in all columns",
		"one table; --reader wide-csv reads each as a modality":            "one table; “Layout: wide-csv” reads each as a modality",
		"a group; --split group:site tests one at a time":                  "a group; “Split: group:site” tests one at a time",
		"repeat it, five times or more (--seeds 5).":                       "repeat it, five times or more (“Repetitions: 5”).",
		"Compare with --masked-complete to cover more":                     "Compare with “Case mix” to cover more",
		"or name it with --id COLUMN.":                                     "or name it with “Record id”.",
		"--drop leaves the column out":                                     "“Leave out” leaves the column out",
		"or declare them with --missing, to have numbers":                  "or declare them with “Missing codes”, to have numbers",
		"read as such; --charset says otherwise":                           "read as such; “Charset” says otherwise",
		"--decimal \",\" says otherwise":                                   "“Decimal mark: ,” says otherwise",
		"Read it in another way (lacuna inspect DATA --help), or leave it": "Read it in another way, or leave it",
		"take them with --join path":                                       "take them with “Join ids alike but for: path”",
		"compare with a stress test (--stress) or with --sweep-patterns.":  "tick “Stress test” and compare.",
		"nothing of the kind – at all":                                     "nothing of the kind – at all",
		"make one: lacuna compare DATA --method METHOD -o S":               "make one: lacuna compare DATA --method METHOD -o S",
		"kept; --drop AGE leaves it out":                                   "kept; “Leave out: AGE” leaves it out",
		"with --weird 3":                                                   "with --weird 3 of the command line",
	} {
		if got := InWindow(words); got != want {
			t.Errorf("%s\n is said as %s\n want       %s", words, got, want)
		}
	}
}
