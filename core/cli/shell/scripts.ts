/** The shells that can complete Strata's command line. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The line by which `strata complete` has the shell complete names of files. */
export const FILES = ":files";

/**
 * The scripts that have a shell ask `strata complete` for each completion. It answers a line for each word, its meaning behind a tab.
 * A word of fish may be unfinished, and bash cuts words at colons, so that only what follows the last one is typed.
 */
export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_strata() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == ${FILES} ]]; then
      compopt -o default
    else
      COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")")
    fi
  done < <(strata complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _strata strata
`,
  zsh: `#compdef strata
_strata() {
  local line
  local -a found
  for line in "\${(@f)$(strata complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == ${FILES} ]]; then
      _files
    elif [[ -n $line ]]; then
      found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    fi
  done
  (( \${#found} )) && _describe -V 'strata' found
}
if [[ $funcstack[1] == _strata ]]; then
  _strata "$@"
else
  compdef _strata strata
fi
`,
  fish: `function __strata_complete
  set -l lines (strata complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)
  for line in $lines
    if test "$line" = "${FILES}"
      __fish_complete_path (commandline -ct)
    else
      echo $line
    end
  end
end
complete -c strata -f -a '(__strata_complete)'
`,
};
