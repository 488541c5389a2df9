package layout

import (
	"testing"

	"lacuna/dataset"
)

func TestWide(t *testing.T) {
	none := []string{"folder-csv", "data w.csv w"}
	both := []string{"wide-csv", "data w.csv table", "  blood: crp wbc", "  mri: vol th"}
	row := "|1,1,2,3,4|2,5,6,7,8"
	checkAll(t, []situation{
		{"underscores", dataset.Import{}, []string{"w.csv: id,blood_crp,blood_wbc,mri_vol,mri_th" + row}, both, ""},
		{"dashes", dataset.Import{}, []string{"w.csv: id,blood-crp,blood-wbc,mri-vol,mri-th" + row}, both, ""},
		{"blanks", dataset.Import{}, []string{"w.csv: id,blood crp,blood wbc,mri vol,mri th" + row}, both, ""},
		{"strokes", dataset.Import{}, []string{"w.csv: id,blood/crp,blood/wbc,mri/vol,mri/th" + row}, both, ""},
		{"suffixes", dataset.Import{}, []string{"w.csv: id,crp_blood,wbc_blood,vol_mri,th_mri" + row}, both, ""},
		{"any words with colons", dataset.Import{}, []string{"w.csv: id,north:crp,north:wbc,south:vol,south:th" + row},
			[]string{"wide-csv", "data w.csv table", "  north: crp wbc", "  south: vol th"}, ""},
		{"snake case", dataset.Import{}, []string{"w.csv: id,heart_rate,resp_rate,body_temp,blood_sugar" + row}, none, ""},
		{"snake case with twins", dataset.Import{}, []string{"w.csv: id,heart_rate,heart_size,body_temp,body_mass" + row}, none, ""},
		{"statistics", dataset.Import{}, []string{"w.csv: id,mean_a,mean_b,std_a,std_b" + row}, none, ""},
		{"asked for", dataset.Import{Reader: wideCSV}, []string{"w.csv: id,heart_rate,heart_size,body_temp,body_mass" + row},
			[]string{"wide-csv", "data w.csv table", "  heart: rate size", "  body: temp mass"}, ""},
		{"guessed", dataset.Import{}, []string{"w.csv: id,heart_a,heart_b,heart_c,eeg_a,eeg_b,eeg_c|1,1,2,3,4,5,6"},
			[]string{"wide-csv", "data w.csv table", "  heart: a b c", "  eeg: a b c"}, "--reader folder-csv"},
		{"refused", dataset.Import{Reader: folderCSV}, []string{"w.csv: id,blood_crp,blood_wbc,mri_vol,mri_th" + row}, none, ""},
		{"chosen columns", dataset.Import{Modalities: []dataset.ModalityImport{{Name: "a", Columns: []string{"blood_crp"}}}},
			[]string{"w.csv: id,blood_crp,blood_wbc,mri_vol,mri_th" + row}, none, ""},
	})
}
