namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>Completion in bash: commands, options and names of files.</summary>
internal static class BashCompletion
{
    /// <summary>The script to be sourced.</summary>
    public static string Write(CommandTree tree)
    {
        DescribedOption[] options = [.. tree.Options.Concat(tree.Commands.SelectMany(c => c.Options)).Where(o => o is { Value: not null, IsOptional: false })];
        string names = string.Join('|', tree.Commands.Select(c => c.Name));
        string cases = string.Concat(tree.Commands.Select(c => $"        {c.Name}) words='{Words(c.Options)}' ;;\n"));
        return $$"""
            # bash completion of {{CommandTree.Program}}; printed by '{{CommandTree.Program}} completion bash'
            _{{CommandTree.Program}}() {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' words='' index
                COMPREPLY=()
                for ((index = 1; index < COMP_CWORD; index++)); do
                    case ${COMP_WORDS[index]} in
                        {{names}}) command=${COMP_WORDS[index]}; break ;;
                    esac
                done
                case $previous in
                    {{Alternatives(options.Where(o => o.IsFile))}}) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
                    {{Alternatives(options.Where(o => !o.IsFile))}}) return ;;
                esac
                case $command in
                    '') words='{{names.Replace('|', ' ')}}' ;;
            {{cases}}    esac
                case $command/$current in
                    */-*) ;;
                    {{string.Join('|', tree.Commands.Where(c => c.TakesFile).Select(c => $"{c.Name}/*"))}})
                        mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
                esac
                mapfile -t COMPREPLY < <(compgen -W "$words {{Words(tree.Options)}}" -- "$current")
            }
            complete -F _{{CommandTree.Program}} {{CommandTree.Program}}

            """;
    }

    private static string Words(IEnumerable<DescribedOption> options) => string.Join(' ', options.SelectMany(o => o.Names));

    private static string Alternatives(IEnumerable<DescribedOption> options) => string.Join('|', options.SelectMany(o => o.Names).Distinct());
}
