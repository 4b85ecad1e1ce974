using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Figment.Cli.Terminal;

/// <summary>Rewrites the parser's message about a value of the wrong kind, which would otherwise name .NET types.</summary>
internal static partial class ParseErrors
{
    /// <summary>The message of an error, for users.</summary>
    /// <param name="error">What the parser found.</param>
    /// <param name="command">The command that was given.</param>
    internal static string Say(ParseError error, Command command)
    {
        Match match = WrongKind().Match(error.Message);
        string name = match.Groups["option"].Value;
        return
            match.Success
            && command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name)) is Option option
            ? $"{name} does not take '{Words.Printable(match.Groups["value"].Value)}': it needs {Kind(option)}."
            : error.Message;
    }

    private static string Kind(Option option)
    {
        Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (type.IsEnum)
            return $"one of {string.Join(", ", option.HelpName?.Split('|') ?? Enum.GetNames(type))}";
        return type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) ? "a number with a decimal point"
            : $"another kind of value, as in {option.HelpName}";
    }

    [GeneratedRegex(
        @"^Cannot parse argument '(?<value>.*)' for option '(?<option>[^']+)' as expected type ",
        RegexOptions.Singleline
    )]
    private static partial Regex WrongKind();
}
