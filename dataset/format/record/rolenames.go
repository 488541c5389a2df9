package record

import (
	"cmp"
	"strings"

	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// Names by which columns are recognised, as layout.PlainName writes them; the
// better ones first. Those of ids are layout.IDNames.
var (
	labelNames = strings.Fields("label labels target targets class classlabel y ytrue groundtruth gt outcome outcomes diagnosis diagnoses diagnose diagnostic diagnostico dx klasse classe clase etiqueta survived status vitalstatus species response sentiment category " +
		"targetclass truelabel labelid annotation emotion ismalignant malignant malignancy hasdisease diseasestatus casecontrol phenotype subtype dxbl died death deceased mortality readmitted readmission relapse recurrence churn " +
		"etikett zielvariable étiquette etichetta rótulo метка класс диагноз 标签 标注 类别 分类 诊断 ラベル クラス 診断 레이블 진단")
	// Names that are labels surely; of the others one is taken only where the
	// column has few values.
	sureLabels = 5
	splitNames = strings.Fields("split splits partition subset traintest trainvaltest set fold mode usage phase stage part")
	sureSplits = 5
	// Whose data they are: never a feature, since a subject stands in several
	// records.
	subjectNames = strings.Fields("patient patientid patientname patientno patientnr pid mrn subject subjectid participant participantid person personid donor donorid individual individualid animal mouse mouseid " +
		"subj subjid subjno patid patnr patientcode proband probandid probanden pseudonym paciente paziente patientin sujet sujeto tier tierid animalid animalno rat ratid mother motherid father fatherid sire dam " +
		"患者 患者id 病人 病人id 受试者 被试 被験者 환자 пациент " +
		"speaker speakerid user userid family familyid household twin twinpair owner author authorid rater annotator " + partNames)
	// What spreadsheets write below their rows.
	sumNames   = strings.Fields("total totals grandtotal subtotal sum sums summe gesamt mean means average avg mittelwert median std stddev sd min max minimum maximum count anzahl")
	groupNames = strings.Fields("group groups site siteid litter cage hospital center centre batch cohort fold ward scanner machine institution clinic lab plate run")
)

// splitWords are further words for the parts of a dataset, in columns only: as
// names of files and folders they may mean anything.
var splitWords = map[string]string{
	"tr": "train", "fit": "train", "devel": "validation", "tune": "validation", "tuning": "validation", "te": "test",
	"publictest": "validation", "privatetest": "test",
}

// splitPart returns the part of a dataset that a cell names, or "".
func splitPart(cell string) string {
	return cmp.Or(layout.PartNamed(cell), splitWords[layout.PlainName(cell)])
}

// partNames are columns of ids of a part of a subject that is looked at several
// times. They tell whose data a record is where no column names the subject.
var partNames = say.Code("lesionid tumorid tumourid noduleid")
