using System.Globalization;
using Figment.Studio.Words;
using Microsoft.AspNetCore.Components;

namespace Figment.Studio.Components;

/// <summary>The base of all studio components: it provides the visitor's language.</summary>
public abstract class StudioComponent : ComponentBase
{
    /// <summary>The visitor's language.</summary>
    [CascadingParameter]
    public Language Language { get; set; }

    /// <summary>Text in the visitor's language.</summary>
    protected string T(Text text) => text.In(Language);

    /// <summary>A text in the visitor's language, with values filled in.</summary>
    private protected string T(TextTemplate template, params IReadOnlyList<(string Name, Text Fact)> facts) =>
        template.Fill(facts).In(Language);

    /// <summary>What went wrong, in the visitor's language.</summary>
    protected string Explain(FigmentException problem) => T(ErrorTexts.Of(problem));

    /// <summary>A count with thousands separators.</summary>
    protected static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number as written in code and URLs.</summary>
    protected static string Plain(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>A share in percent.</summary>
    protected static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "");

    /// <summary>A duration, for example 1:05 or 2:10:00.</summary>
    protected static string Duration(TimeSpan time) =>
        time.TotalHours >= 1
            ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
            : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
