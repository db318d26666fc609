// Reads a JUnit report from standard input as a CI system does, and prints what it holds as JSON.
package main

import (
	"encoding/json"
	"encoding/xml"
	"log"
	"os"
)

type message struct {
	Message string `xml:"message,attr" json:"message"`
	Type    string `xml:"type,attr" json:"type"`
	Text    string `xml:",chardata" json:"text"`
}

type testCase struct {
	Name      string    `xml:"name,attr" json:"name"`
	ClassName string    `xml:"classname,attr" json:"classname"`
	Failures  []message `xml:"failure" json:"failures"`
	Output    string    `xml:"system-out" json:"output"`
}

type suite struct {
	Name     string     `xml:"name,attr" json:"name"`
	Tests    int        `xml:"tests,attr" json:"tests"`
	Failures int        `xml:"failures,attr" json:"failures"`
	Cases    []testCase `xml:"testcase" json:"cases"`
}

type suites struct {
	XMLName  xml.Name `xml:"testsuites" json:"-"`
	Tests    int      `xml:"tests,attr" json:"tests"`
	Failures int      `xml:"failures,attr" json:"failures"`
	Suites   []suite  `xml:"testsuite" json:"suites"`
}

func main() {
	decoder := xml.NewDecoder(os.Stdin)
	decoder.Strict = true
	var report suites
	if err := decoder.Decode(&report); err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		log.Fatal(err)
	}
}
