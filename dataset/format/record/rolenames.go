package record

import "strings"

// Names by which columns are recognised, as layout.PlainName writes them; the
// better ones first. Those of ids are layout.IDNames.
var (
	labelNames = strings.Fields("label labels target targets class classlabel y ytrue groundtruth gt outcome outcomes diagnosis diagnoses diagnose diagnostic diagnostico dx klasse classe clase etiqueta survived status vitalstatus species response sentiment category")
	// Names that are labels surely; of the others one is taken only where the
	// column has few values.
	sureLabels = 5
	splitNames = strings.Fields("split splits partition subset traintest trainvaltest set fold mode usage phase stage part")
	sureSplits = 5
	// Whose data they are: never a feature, since a subject stands in several
	// records.
	subjectNames = strings.Fields("patient patientid patientname patientno patientnr pid mrn subject subjectid participant participantid person personid donor donorid individual individualid animal mouse mouseid " +
		"speaker speakerid user userid family familyid household twin twinpair owner author authorid rater annotator")
	// What spreadsheets write below their rows.
	sumNames   = strings.Fields("total totals grandtotal subtotal sum sums summe gesamt mean means average avg mittelwert median std stddev sd min max minimum maximum count anzahl")
	groupNames = strings.Fields("group groups site siteid hospital center centre batch cohort fold ward scanner machine institution clinic lab plate run")
)

// splitWords are the parts of a dataset as people call them.
var splitWords = map[string]string{
	"train": "train", "training": "train", "tr": "train", "trn": "train", "trainset": "train", "fit": "train",
	"val": "validation", "valid": "validation", "validation": "validation", "dev": "validation", "development": "validation", "devel": "validation", "tune": "validation", "tuning": "validation",
	"test": "test", "testing": "test", "tst": "test", "te": "test", "eval": "test", "evaluation": "test", "holdout": "test", "testset": "test",
	"publictest": "validation", "privatetest": "test",
}
