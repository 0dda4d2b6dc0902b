import { InputError, quote } from "./words.js";

// src/cli/completion-targets.ts
/**
* A command that prints the names of targets in a `.kluctl.yaml`, one a line, and nothing where it cannot be read: with sed, since no shell waits
* for a program of ours and nothing of a project is run. It sees targets that begin with their name, as all of kluctl's documentation writes them.
*
* What it prints is letters, digits, dots, dashes and underscores only. For this it reads bytes: in a locale of UTF-8 a dot of sed's is no byte
* that is not UTF-8, and what follows one would stay in the line. It has no quotes in it but those around its script.
* @param file word of the shell for a regular file
*/
function targetNames(file) {
	return `head -c 65536 -- ${file} 2>/dev/null | env LC_ALL=C sed -n '/^targets:/,/^[A-Za-z]/s/^ *- *name:[^A-Za-z0-9]*\\([A-Za-z0-9][A-Za-z0-9._-]*\\).*/\\1/p'`;
}

// src/cli/completion-bash.ts
/** The completion for bash 3.2 and newer. Words of ours are letters, digits and dashes, so that nothing has to be quoted. */
function formatBash(commands) {
	const names = commands.map(({ name }) => name);
	return `# bash completion for kluctl-images, written by: kluctl-images completion bash
_kluctl_images_targets() {
  local word folder=.
  for word in "\${COMP_WORDS[@]:2}"; do
    [[ -f $word/.kluctl.yaml ]] && folder=$word
  done
  [[ -f $folder/.kluctl.yaml ]] && ${targetNames("\"$folder/.kluctl.yaml\"")}
}

# One word a line; those that begin with the current one are proposed. Not by compgen -W, which expands what it is given.
_kluctl_images_propose() {
  local word
  while IFS= read -r word; do
    [[ -n $word && $word == "$2"* ]] && COMPREPLY+=("$word")
  done <<< "$1"
}

_kluctl_images() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command=\${COMP_WORDS[1]} flags= words= files= folders=
  COMPREPLY=()
  # --flag=value is three words here
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if [[ $COMP_CWORD -eq 1 ]]; then
    command=
    words='${lines([
		...names,
		"--help",
		"--version"
	])}'
  elif [[ $command == help ]]; then
    words='${lines([...names, "environment"])}'
  fi
  case $command in
${commands.map(formatCommand$2).join("\n")}
  esac
  if [[ $current == -* ]]; then
    words=$flags
    files=
    folders=
  fi
  _kluctl_images_propose "$words" "$current"
  if [[ -n $files ]]; then
    _kluctl_images_propose "$(compgen -f -- "$current")" ''
  elif [[ -n $folders ]]; then
    _kluctl_images_propose "$(compgen -d -- "$current")" ''
  fi
  if [[ -n $files$folders ]] && type compopt >/dev/null 2>&1; then
    compopt -o filenames 2>/dev/null
  fi
}

complete -F _kluctl_images kluctl-images
`;
}
function formatCommand$2({ name, flags, argument }) {
	const withValue = flags.flatMap((flag) => flag.values === void 0 ? [] : [formatFlag$2(flag, flag.values)]);
	const free = argument === void 0 ? "" : settings(argument);
	return `    ${name})
      flags='${lines(flags.flatMap(({ name: long, short }) => short === void 0 ? [long] : [long, short]))}'
      case $previous in
${[...withValue, `        *) ${free === "" ? ":" : free} ;;`].join("\n")}
      esac
      ;;`;
}
function formatFlag$2({ name, short }, values) {
	const set = settings(values);
	return `        ${short === void 0 ? name : `${name}|${short}`}) ${set === "" ? "return" : set} ;;`;
}
function settings({ words, files, folders, targets }) {
	return [
		words.length === 0 ? "" : `words='${lines(words)}'`,
		targets ? "words=$(_kluctl_images_targets)" : "",
		files ? "files=1" : "",
		folders ? "folders=1" : ""
	].filter((part) => part !== "").join("; ");
}
/** One a line, so that names of files may have blanks. */
function lines(words) {
	return words.join("\n");
}

// src/cli/completion-fish.ts
/** The completion for fish 3 and newer. */
function formatFish(commands) {
	return `# fish completion for kluctl-images, written by: kluctl-images completion fish
function __kluctl_images_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and contains -- $words[2] $argv
end

function __kluctl_images_is_first
    test (count (commandline -opc)) -eq 1
end

function __kluctl_images_targets
    set -l folder .
    for word in (commandline -opc)
        test -f $word/.kluctl.yaml; and set folder $word
    end
    test -f $folder/.kluctl.yaml; or return
    ${targetNames("$folder/.kluctl.yaml")}
end

complete -c kluctl-images -f
complete -c kluctl-images -n __kluctl_images_is_first -s h -l help -d 'Show the commands'
complete -c kluctl-images -n __kluctl_images_is_first -s V -l version -d 'Show the version'
complete -c kluctl-images -n '__kluctl_images_is help' -a '${[...commands.map(({ name }) => name), "environment"].join(" ")}'
${commands.flatMap(formatCommand$1).join("\n")}
`;
}
function formatCommand$1({ name, help, flags, argument }) {
	const here = `complete -c kluctl-images -n '__kluctl_images_is ${name}'`;
	const free = argument === void 0 ? "" : proposals(argument);
	return [
		"",
		`complete -c kluctl-images -n __kluctl_images_is_first -a ${name} -d ${quoted$1(help)}`,
		...flags.map((flag) => `${here} ${formatFlag$1(flag)}`),
		...free === "" ? [] : [`${here}${free}`]
	];
}
function formatFlag$1({ name, short, help, values }) {
	const letter = short === void 0 ? "" : ` -s ${short.slice(1)}`;
	const value = values === void 0 ? "" : ` -r${values.files ? "" : " -f"}${proposals(values)}`;
	return `-l ${name.slice(2)}${letter}${value} -d ${quoted$1(help)}`;
}
function proposals({ words, files, folders, targets }) {
	return [
		targets ? ` -a '(__kluctl_images_targets)'` : "",
		words.length === 0 ? "" : ` -a '${words.join(" ")}'`,
		files ? " -F" : "",
		folders ? ` -a '(__fish_complete_directories (commandline -ct))'` : ""
	].join("");
}
function quoted$1(text) {
	return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

// src/cli/completion-words.ts
/** Commands and flags as shells propose them, from the same tables as `--help`. */
function completionCommands(commands) {
	return commands.map(({ name, summary, flags, options, positionals }) => {
		const [first] = positionals;
		return {
			name,
			help: firstWords(summary),
			flags: [
				...flags.map(ownFlag),
				...options.map(optionFlag),
				{
					name: "--help",
					short: "-h",
					help: "Show the flags of this command",
					values: void 0,
					isRepeated: false
				}
			],
			argument: first === void 0 ? void 0 : valuesOf(first.replace(/\?$/, "").replace("...", "")),
			hasManyArguments: positionals.length > 1 || positionals.some((word) => word.includes("..."))
		};
	});
}
function ownFlag({ name, kind, value = "", short, help }) {
	return {
		name: `--${name}`,
		short: short === void 0 ? void 0 : `-${short}`,
		help: firstWords(help),
		values: kind === "boolean" ? void 0 : name === "targets" ? {
			...none,
			targets: true
		} : valuesOf(value),
		isRepeated: false
	};
}
function optionFlag({ name, kind, choices, value, short, help, default: preset }) {
	const isOn = kind === "boolean" && preset === "true";
	const values = choices === void 0 ? valuesOf(value) : {
		...none,
		words: choices
	};
	return {
		name: isOn ? `--no-${name}` : `--${name}`,
		short: short === void 0 ? void 0 : `-${short}`,
		help: isOn ? `Not: ${firstWords(help)}` : firstWords(help),
		values: kind === "boolean" ? void 0 : name === "target" || name === "targets" ? {
			...none,
			targets: true
		} : values,
		isRepeated: kind === "lines" || kind === "list"
	};
}
const none = {
	words: [],
	files: false,
	folders: false,
	targets: false
};
/** `auto|none|FILE`: words in small letters stand for themselves. */
function valuesOf(text) {
	const parts = text.split("|");
	return {
		words: parts.length === 1 && !/^gitlab$/.test(text) ? [] : parts.filter((part) => /^[a-z][a-z0-9-]*$/.test(part)),
		files: parts.some((part) => /^(?:FILE|PATH|OLD|NEW|RECORD)$/.test(part)),
		folders: parts.includes("DIR"),
		targets: false
	};
}
const longest = 90;
/** The first sentence without its full stop, or as much of it as a list has room for. */
function firstWords(text) {
	const [sentence = ""] = text.split(/[.;] |\.$/);
	if (sentence.length <= longest) return sentence;
	const cut = sentence.slice(0, longest);
	return `${cut.slice(0, cut.lastIndexOf(" ")).replace(/[,:]$/, "")} …`;
}

// src/cli/completion-zsh.ts
/** The completion for zsh: to be read with `source`, or as the file `_kluctl-images` in a folder of `fpath`. */
function formatZsh(commands) {
	return `#compdef kluctl-images
# zsh completion for kluctl-images, written by: kluctl-images completion zsh
_kluctl_images_targets() {
  local word folder=.
  for word in $words; do
    [[ -f $word/.kluctl.yaml ]] && folder=$word
  done
  [[ -f $folder/.kluctl.yaml ]] || return
  local -a targets
  targets=(\${(f)"$(${targetNames("$folder/.kluctl.yaml")})"})
  compadd -a targets
}

_kluctl_images_words_or_files() {
  compadd -- "$@"
  _files
}

_kluctl_images() {
  local context state line
  local -a commands
  typeset -A opt_args
  commands=(
${commands.map(({ name, help }) => `    ${quoted(`${name}:${help}`)}`).join("\n")}
  )
  _arguments -C \\
    '(- *)'{-h,--help}'[Show the commands]' \\
    '(- *)'{-V,--version}'[Show the version]' \\
    '1:command:->command' \\
    '*::argument:->argument' && return
  case $state in
    command)
      _describe command commands
      ;;
    argument)
      case $words[1] in
${commands.map(formatCommand).join("\n")}
        help)
          commands+=('environment:Show the variables that are read')
          _describe command commands
          ;;
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _kluctl_images || $funcstack[1] == _kluctl-images ]]; then
  _kluctl_images "$@"
else
  compdef _kluctl_images kluctl-images
fi
`;
}
function formatCommand({ name, flags, argument, hasManyArguments }) {
	const place = hasManyArguments ? "*" : "1";
	return `        ${name})
          _arguments -s -S \\
${[...flags.flatMap(formatFlag), ...argument === void 0 ? [] : [`'${place}:argument:${action(argument)}'`]].map((spec) => `            ${spec}`).join(" \\\n")}
          ;;`;
}
function formatFlag({ name, short, help, values, isRepeated }) {
	const names = short === void 0 ? [name] : [short, name];
	const others = isRepeated ? "*" : names.length === 1 ? "" : `(${names.join(" ")})`;
	return names.map((one) => {
		const value = values === void 0 ? "" : `:value:${action(values)}`;
		const assignment = values === void 0 ? "" : one.startsWith("--") ? "=" : "+";
		return quoted(`${others}${one}${assignment}[${help.replace(/[[\]\\:]/g, "\\$&")}]${value}`);
	});
}
/** What follows the last colon of a specification; a blank before a function keeps arguments of zsh's own away from it. */
function action({ words, files, folders, targets }) {
	if (targets) return "_kluctl_images_targets";
	if (words.length > 0) return files ? ` _kluctl_images_words_or_files ${words.join(" ")}` : `(${words.join(" ")})`;
	if (files) return "_files";
	return folders ? "_files -/" : " ";
}
function quoted(text) {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

// src/cli/completion.ts
const shells = /* @__PURE__ */ new Map([
	["bash", formatBash],
	["zsh", formatZsh],
	["fish", formatFish]
]);
const names = [...shells.keys()].join("|");
const command = {
	name: "completion",
	usage: `completion ${names}`,
	summary: "Print the completion script of a shell.",
	description: "Prints a script with which the shell completes commands, flags, their values, files, and targets of .kluctl.yaml. For bash write it to ~/.local/share/bash-completion/completions/kluctl-images, for fish to ~/.config/fish/completions/kluctl-images.fish, for zsh to a file _kluctl-images in a folder of fpath; or read it in the start file of the shell, as the examples do.",
	examples: [
		"source <(kluctl-images completion bash)",
		"source <(kluctl-images completion zsh)",
		"kluctl-images completion fish | source"
	],
	flags: [],
	options: [],
	positionals: [names],
	run
};
/** @throws InputError for a shell that we have no script for */
async function run({ positionals: [shell = ""] }, terminal, commands) {
	const format = shells.get(shell);
	if (format === void 0) throw new InputError("command", `there is no completion for ${quote(shell)}`, { hint: `There is one for ${[...shells.keys()].join(", ")}.` });
	terminal.out(format(completionCommands(await commands())));
	return 0;
}

export { command };