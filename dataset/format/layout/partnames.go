package layout

import "strings"

// The parts of a dataset.
const (
	trainPart      = "train"
	validationPart = "validation"
	testPart       = "test"
)

// partNames are what people call the parts of a dataset, in several languages, as
// PlainName writes them.
var partNames = partsNamed(map[string]string{
	trainPart: "train training trn entrenamiento entraînement entrainement apprentissage addestramento treino treinamento обучение обучающая тренировочная 训练 訓練 学習 학습 훈련",
	validationPart: "val valid validation dev development validierung validación validacion validazione convalida validação validacao validatie валидация валидационная " +
		"验证 驗證 検証 검증",
	testPart: "test testing tst eval evaluation holdout prueba teste тест тестовая 测试 測試 テスト 테스트 시험",
})

func partsNamed(lists map[string]string) map[string]string {
	names := map[string]string{}
	for part, list := range lists {
		for word := range strings.FieldsSeq(list) {
			names[word] = part
		}
	}
	return names
}

// PartNamed returns the part of a dataset that a word names: train, validation or
// test, also of a train_set or of training data; "" for none.
func PartNamed(word string) string {
	name := PlainName(word)
	if part := partNames[name]; part != "" {
		return part
	}
	for _, end := range []string{"set", "data", "split", "subset", "samples", "images", "集", "セット", "용"} {
		if rest, ok := strings.CutSuffix(name, end); ok {
			return partNames[rest]
		}
	}
	return ""
}
