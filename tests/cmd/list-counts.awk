# What list-elements.awk has of a list, counted: "N entries, N names, N dates of
# birth, N documents" of persons, each kept once for a person.  -v format=FORMAT.
BEGIN {
	FS = "\t"
	record["un"] = "/CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL"
	record["eu"] = "/export/sanctionEntity"
	record["ofac"] = "/sdnList/sdnEntry"
	record["ofac-enhanced"] = "/sanctionsData/entities/entity"
	record["ofac-advanced"] = "/Sanctions/DistinctParties/DistinctParty"
	own = record[format]
	person = format == "un"
}
# To the record at hand, once.
function add(what, value) {
	if (value != "" && !((what, value) in have)) {
		have[what, value]
		n[what]++
	}
}
function add_each(what, values, i, k, part) {
	k = split(values, part, ";")
	for (i = 1; i <= k; i++) {
		gsub(/^ +| +$/, "", part[i])
		add(what, part[i])
	}
}
# Of the group that ends here; then it is forgotten.
function group(leave) {
	return $1 == own leave "/"
}
function forget(name) {
	for (name in v)
		delete v[name]
}
$1 == own "/" {
	if (person) {
		all["entry"]++
		for (what in n)
			all[what] += n[what]
	}
	for (what in n) n[what] = 0
	for (what in have) delete have[what]
	forget()
	if (format != "un") person = 0
	next
}
index($1, own) != 1 { next }
{ here = substr($1, length(own) + 1) }

format == "un" {
	if (here ~ /^\/(FIRST|SECOND|THIRD|FOURTH)_NAME$/ && $2 != "") name = name (name == "" ? "" : " ") $2
	if (here == "/UN_LIST_TYPE") { add("name", name); name = "" }
	if (here == "/NAME_ORIGINAL_SCRIPT" || here == "/INDIVIDUAL_ALIAS/ALIAS_NAME") add_each("name", $2)
	if (here ~ /^\/INDIVIDUAL_DATE_OF_BIRTH\/(TYPE_OF_DATE|DATE|YEAR|FROM_YEAR|TO_YEAR)$/) v[here] = $2
	if (group("/INDIVIDUAL_DATE_OF_BIRTH")) {
		at = "/INDIVIDUAL_DATE_OF_BIRTH/"
		when = substr(v[at "DATE"], 1, 10)
		if (when == "") when = v[at "YEAR"]
		if (when == "" && v[at "FROM_YEAR"] v[at "TO_YEAR"] != "") when = v[at "FROM_YEAR"] "/" v[at "TO_YEAR"]
		if (when != "") add("birth", when (v[at "TYPE_OF_DATE"] == "APPROXIMATELY" ? "~" : ""))
		forget()
	}
	if (here ~ /^\/INDIVIDUAL_DOCUMENT\/(TYPE_OF_DOCUMENT|NUMBER)$/) v[here] = $2
	if (group("/INDIVIDUAL_DOCUMENT")) {
		if (v["/INDIVIDUAL_DOCUMENT/NUMBER"] ~ /[0-9]/)
			add("document", v["/INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT"] " " v["/INDIVIDUAL_DOCUMENT/NUMBER"])
		forget()
	}
}
format == "eu" {
	if (here == "/subjectType@code") person = $2 == "person"
	if (here == "/nameAlias@wholeName") add("name", $2)
	if (here ~ /^\/birthdate@(birthdate|year|circa)$/) v[here] = $2
	if (group("/birthdate")) {
		if (v["/birthdate@birthdate"] v["/birthdate@year"] != "")
			add("birth", v["/birthdate@birthdate"] " " v["/birthdate@year"] " " v["/birthdate@circa"])
		forget()
	}
	if (here == "/identification@number") add("document", $2)
}
format == "ofac" {
	if (here == "/sdnType") person = $2 == "Individual"
	if (here == "/firstName" || here == "/akaList/aka/firstName") v["first"] = $2
	if (here == "/lastName" || here == "/akaList/aka/lastName") v["last"] = $2
	if (here == "/sdnType" || group("/akaList/aka")) {
		add("name", v["first"] " " v["last"])
		forget()
	}
	if (here ~ /\/dateOfBirth$/) add("birth", $2)
	if (here ~ /^\/idList\/id\/id/) v[here] = $2
	if (group("/idList/id")) {
		if (v["/idList/id/idType"] !~ /^(Gender|Secondary sanctions)/ && v["/idList/id/idNumber"] ~ /[0-9]/)
			add("document", v["/idList/id/idType"] " " v["/idList/id/idNumber"] " " v["/idList/id/idCountry"])
		forget()
	}
}
format == "ofac-enhanced" {
	if (here == "/generalInfo/entityType") person = $2 == "Individual"
	if (here ~ /\/translation\/formattedFullName$/) add("name", $2)
	if (here ~ /^\/features\/feature\/(type|value)$/) v[here] = $2
	if (group("/features/feature")) {
		if (v["/features/feature/type"] == "Birthdate") add("birth", v["/features/feature/value"])
		forget()
	}
	if (here ~ /^\/identityDocuments\/identityDocument\/(type|documentNumber|issuingCountry)$/) v[here] = $2
	if (group("/identityDocuments/identityDocument")) {
		at = "/identityDocuments/identityDocument/"
		if (v[at "documentNumber"] ~ /[0-9]/ && v[at "type"] != "Gender")
			add("document", v[at "type"] " " v[at "documentNumber"] " " v[at "issuingCountry"])
		forget()
	}
}
# The kinds of these are numbers that the file explains: 4 is an individual, 8 the birth date.
format == "ofac-advanced" {
	if (here == "/Profile@PartySubTypeID") person = $2 == 4
	if (here ~ /\/NamePartValue$/) name = name " " $2
	if (here ~ /\/DocumentedName\/$/) { add("name", name); name = "" }
	if (here == "/Profile/Feature@FeatureTypeID") birth = $2 == 8
	if (birth && here ~ /\/DatePeriod\/Start\/From\/(Year|Month|Day)$/) when = when "-" $2
	if (birth && here ~ /\/DatePeriod\/$/) { add("birth", when); when = "" }
}
END {
	printf "%d entries, %d names, %d dates of birth, %d documents\n", all["entry"], all["name"], all["birth"], all["document"]
}
