namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>Completion in zsh: commands, options with what they do, and names of files.</summary>
internal static class ZshCompletion
{
    private const string Files = "_files";

    /// <summary>The function to be autoloaded.</summary>
    public static string Write(CommandTree tree)
    {
        string commands = string.Concat(tree.Commands.Select(c => $"        '{c.Name}:{Quoted(c.Description)}'\n"));
        string options = string.Concat(tree.Options.SelectMany(Specifications).Select(s => $"        {s}\n"));
        string cases = string.Concat(tree.Commands.Select(Case));
        return $$"""
            #compdef {{CommandTree.Program}}
            # zsh completion of {{CommandTree.Program}}; printed by '{{CommandTree.Program}} completion zsh'
            _{{CommandTree.Program}}() {
                local curcontext=$curcontext state line
                local -a commands options
                commands=(
            {{commands}}    )
                options=(
            {{options}}    )
                _arguments -C $options '1:command:->command' '*::argument:->argument'
                case $state in
                    command) _describe command commands ;;
                    argument)
                        case $words[1] in
            {{cases}}            esac ;;
                esac
            }
            _{{CommandTree.Program}} "$@"

            """;
    }

    private static string Case(DescribedCommand command)
    {
        IEnumerable<string> specifications = command.Options.SelectMany(Specifications).Concat(command.Arguments.Select((a, i) =>
            $"'{(a.IsMany ? "*" : $"{i + 1}")}:{a.Name}:{(a.IsFile ? Files : "")}'"));
        return $"                {command.Name}) _arguments $options {string.Join(' ', specifications)} ;;\n";
    }

    private static IEnumerable<string> Specifications(DescribedOption option) => option.Names.Select(name =>
        $"'({string.Join(' ', option.Names)}){name}[{Quoted(option.Description)}]{(option.Value is null ? "" : $"{(option.IsOptional ? "::" : ":")}{option.Value}:{(option.IsFile ? Files : "")}")}'");

    private static string Quoted(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("'", "'\\''", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal)
        .Replace(":", "\\:", StringComparison.Ordinal);
}
