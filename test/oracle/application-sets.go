// Expands ApplicationSets with Argo CD's own code: a JSON list of them on standard input, on standard output a list of
// the Applications of each.
package main

import (
	"encoding/json"
	"io"
	"os"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	log "github.com/sirupsen/logrus"
)

func main() {
	log.SetOutput(io.Discard)
	var sets []v1alpha1.ApplicationSet
	if err := json.NewDecoder(os.Stdin).Decode(&sets); err != nil {
		panic(err)
	}
	known := map[string]generators.Generator{"List": generators.NewListGenerator()}
	expanded := make([][]v1alpha1.Application, 0, len(sets))
	for _, set := range sets {
		applications, _, err := template.GenerateApplications(log.NewEntry(log.StandardLogger()), set, known, &utils.Render{}, nil)
		if err != nil {
			panic(err)
		}
		expanded = append(expanded, applications)
	}
	if err := json.NewEncoder(os.Stdout).Encode(expanded); err != nil {
		panic(err)
	}
}
