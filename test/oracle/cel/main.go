// The API server's own judgement of rules of CRDs. Standard input is a JSON list of questions: a schema with a rule at its
// top, and values; standard output is, for each, what the rule says to each value.
package main

import (
	"context"
	"encoding/json"
	"io"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

type question struct {
	Schema v1.JSONSchemaProps `json:"schema"`
	Root   bool               `json:"root"`
	Values []json.RawMessage  `json:"values"`
}

// One objection: its type (a rule that does not hold is "FieldValueInvalid" or what the rule gives as its reason), field and text.
type objection struct {
	Type   string `json:"type"`
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

type answer struct {
	Error string        `json:"error,omitempty"`
	Said  [][]objection `json:"said"`
}

func main() {
	var questions []question
	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = json.Unmarshal(text, &questions)
	}
	if err != nil {
		panic(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		said, err := judge(q)
		answers[i] = answer{Said: said}
		if err != nil {
			answers[i].Error = err.Error()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

func judge(q question) ([][]objection, error) {
	var props apiextensions.JSONSchemaProps
	if err := v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(&q.Schema, &props, nil); err != nil {
		return nil, err
	}
	structural, err := schema.NewStructural(&props)
	if err != nil {
		return nil, err
	}
	validator := cel.NewValidator(structural, q.Root, celconfig.PerCallLimit)
	said := make([][]objection, len(q.Values))
	for i, text := range q.Values {
		var value any
		if err := utiljson.Unmarshal(text, &value); err != nil {
			return nil, err
		}
		defaulting.Default(value, structural)
		said[i] = []objection{}
		errs, _ := validator.Validate(context.Background(), nil, structural, value, nil, celconfig.RuntimeCELCostBudget)
		for _, e := range errs {
			said[i] = append(said[i], objection{string(e.Type), e.Field, e.Detail})
		}
	}
	return said, nil
}
