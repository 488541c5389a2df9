package impute_test

import (
	"testing"

	"lacuna/internal/contributing"
)

// TestContributingExample holds the imputer of CONTRIBUTING.md against the laws.
func TestContributingExample(t *testing.T) {
	contributing.Try(t, "..", "impute/trimmed.go", nil, "TestLaws/trimmed")
}
