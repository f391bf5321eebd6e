interface Language {
  readonly language: string;
  /** What says that somebody wrote; a whole word. */
  readonly verbs: readonly string[];
  /** How such a line starts when it starts with the date. */
  readonly openers: readonly string[];
}

/** One row a language; a client that words it differently adds a word to its row. */
export const languages: readonly Language[] = [
  {
    language: "English",
    verbs: ["wrote", "writes", "said", "says", "spake", "scribbled", "replied"],
    openers: ["on", "at"],
  },
  { language: "German", verbs: ["schrieb", "schrieben", "schreibt"], openers: ["am", "an"] },
  { language: "French", verbs: ["a écrit", "ecrit", "écrit", "écrivait"], openers: ["le"] },
  { language: "Spanish", verbs: ["escribió", "escribio", "escribe", "ha escrito"], openers: ["el"] },
  { language: "Catalan", verbs: ["va escriure", "ha escrit", "escrigué"], openers: ["el", "a"] },
  { language: "Italian", verbs: ["ha scritto", "scrisse", "scrive"], openers: ["il", "in data", "nel giorno"] },
  { language: "Portuguese", verbs: ["escreveu", "escreveram"], openers: ["em", "no dia", "a"] },
  { language: "Dutch", verbs: ["schreef", "het volgende geschreven"], openers: ["op"] },
  {
    language: "Polish",
    verbs: ["napisał", "napisała", "napisał(a)", "napisal", "napisal(a)", "pisze"],
    openers: ["dnia", "w dniu", "on"],
  },
  {
    language: "Swedish, Danish, Norwegian",
    verbs: ["skrev", "skreiv", "skrev følgende"],
    openers: ["den", "d.", "på", "kl."],
  },
  { language: "Finnish", verbs: ["kirjoitti", "kirjoittaa"], openers: ["ma", "ti", "ke", "to", "pe", "la", "su"] },
  { language: "Czech", verbs: ["napsal", "napsala", "napsal(a)", "napísal", "napísala"], openers: ["dne", "dňa"] },
  { language: "Hungarian", verbs: ["írta", "írt", "ezt írta"], openers: [] },
  { language: "Romanian", verbs: ["a scris"], openers: ["în", "pe"] },
  { language: "Turkish", verbs: ["şunu yazdı", "şunları yazdı", "yazdı"], openers: [] },
  { language: "Greek", verbs: ["έγραψε"], openers: ["στις"] },
  {
    language: "Russian",
    verbs: ["написал", "написала", "написал(а)", "пишет", "писал", "писала", "пише", "написав"],
    openers: ["в"],
  },
  { language: "Vietnamese", verbs: ["đã viết"], openers: ["vào"] },
  { language: "Japanese", verbs: ["書きました", "wrote", "のメール", "は書いた", "のメッセージ"], openers: [] },
  { language: "Chinese", verbs: ["写道", "寫道", "撰写", "於", "写到"], openers: ["在", "于", "於"] },
  { language: "Korean", verbs: ["작성", "쓴 글", "님이 작성"], openers: [] },
];
