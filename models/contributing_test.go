package models_test

import (
	"testing"

	"lacuna/internal/contributing"
)

// TestContributingExample holds the model of CONTRIBUTING.md against the laws.
func TestContributingExample(t *testing.T) {
	contributing.Try(t, "..", "models/sum.go", nil, "TestLaws/sum")
}
