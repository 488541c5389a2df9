package format

import "strings"

// Names by which columns are recognised, in lower case. The empty name is
// what pandas and R write above row names.
var (
	idNames = []string{"id", "record_id", "sample_id", "subject_id", "patient_id", "participant_id", "case_id", "record", "sample",
		"subject", "patient", "participant", "case", "uid", "uuid", "key", "", "unnamed: 0"}
	labelNames = []string{"label", "labels", "class", "target"}
	splitNames = []string{"split", "partition", "subset"}
	groupNames = []string{"group", "site", "hospital", "center", "centre", "speaker", "batch", "cohort", "fold"}
)

// idColumn returns the column that names the record, or -1.
func idColumn(names []string) int { return firstNamed(names, idNames) }

// firstNamed returns the column with the best of the wanted names: the
// earliest in the list of wanted ones.
func firstNamed(names, wanted []string) int {
	for _, w := range wanted {
		for j, name := range names {
			if strings.EqualFold(name, w) {
				return j
			}
		}
	}
	return -1
}
