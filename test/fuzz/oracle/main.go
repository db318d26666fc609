// Builds kustomizations with kustomize's own library in one process: what the real 5.8.1 prints, thousands of times
// faster than one process each. Standard input and output carry frames: a length of four bytes (big endian), then
// JSON. Each request is answered in order. A panic is an answer; a crash that Go cannot recover ends the process.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"regexp"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
)

// Where the tree stands: not the top, so that `..` can leave it as on a disk.
const place = "/work/tree/"

type request struct {
	Files      map[string]string `json:"files"`
	Bytes      map[string]string `json:"bytes"` // base64, for what is no text
	Root       string            `json:"root"`
	Restrictor string            `json:"restrictor"`
}

type answer struct {
	Output *string `json:"output,omitempty"`
	Error  *string `json:"error,omitempty"`
	Panic  bool    `json:"panic,omitempty"`
}

func main() {
	log.SetOutput(io.Discard)
	in, out := bufio.NewReaderSize(os.Stdin, 1<<20), bufio.NewWriterSize(os.Stdout, 1<<20)
	for {
		var one request
		if err := read(in, &one); err == io.EOF {
			return
		} else if err != nil {
			log.SetOutput(os.Stderr)
			log.Fatal(err)
		}
		write(out, respond(one))
		out.Flush() // at once: who hangs must be the first without an answer
	}
}

func read(in *bufio.Reader, to *request) error {
	var size uint32
	if err := binary.Read(in, binary.BigEndian, &size); err != nil {
		return err
	}
	frame := make([]byte, size)
	if _, err := io.ReadFull(in, frame); err != nil {
		return err
	}
	return json.Unmarshal(frame, to)
}

func write(out *bufio.Writer, one answer) {
	var frame bytes.Buffer
	encoder := json.NewEncoder(&frame)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(one); err != nil {
		log.Fatal(err)
	}
	if err := binary.Write(out, binary.BigEndian, uint32(frame.Len())); err != nil {
		log.Fatal(err)
	}
	if _, err := out.Write(frame.Bytes()); err != nil {
		log.Fatal(err)
	}
}

func respond(one request) (said answer) {
	if namesSchema(one) { // kustomize's schema is global: such a build needs a fresh one, and leaves none behind
		openapi.ResetOpenAPI()
		defer openapi.ResetOpenAPI()
	}
	defer func() {
		if problem := recover(); problem != nil {
			text := fmt.Sprint(problem)
			said = answer{Error: &text, Panic: true}
		}
	}()
	text, err := build(one)
	if err != nil {
		text = err.Error()
		return answer{Error: &text}
	}
	return answer{Output: &text}
}

var schemaField = regexp.MustCompile(`(?i)openapi["']?\s*:`)

func namesSchema(one request) bool {
	for _, text := range one.Files {
		if schemaField.MatchString(text) {
			return true
		}
	}
	return false
}

// As the command line builds without flags; `place` is taken out of messages.
func build(one request) (string, error) {
	files := filesys.MakeFsInMemory()
	for path, text := range one.Files {
		if err := files.WriteFile(place+path, []byte(text)); err != nil {
			return "", err
		}
	}
	for path, text := range one.Bytes {
		content, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return "", err
		}
		if err := files.WriteFile(place+path, content); err != nil {
			return "", err
		}
	}
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified
	if one.Restrictor == "LoadRestrictionsNone" {
		options.LoadRestrictions = types.LoadRestrictionsNone
	}
	built, err := krusty.MakeKustomizer(options).Run(files, place+one.Root)
	if err != nil {
		return "", err
	}
	text, err := built.AsYaml()
	return string(text), err
}
