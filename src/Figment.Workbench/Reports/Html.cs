using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Figment.Reports;

/// <summary>Finished markup, which templates do not encode again.</summary>
/// <param name="Markup">HTML.</param>
internal readonly record struct Html(string Markup)
{
    /// <summary>Empty markup.</summary>
    internal static Html None => new("");

    /// <summary>Joins parts, one after the other.</summary>
    internal static Html Join(params IReadOnlyList<Html> parts) => new(string.Concat(parts.Select(part => part.Markup)));

    /// <summary>A template: its literal parts are markup, and every text put into it is encoded.</summary>
    internal static Html Of(HtmlTemplate template) => new(template.ToString());
}

/// <summary>Encodes the holes of an interpolated string as HTML, so that no name or path can become markup.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate(int literalLength, int holes)
{
    // Letters of every script stay as they are; characters with a meaning in HTML are escaped.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder markup = new(literalLength + (holes * 32));

    /// <summary>Encodes a text for an element or a quoted attribute.</summary>
    internal static string Encode(string text) => Encoder.Encode(text);

    public void AppendLiteral(string literal) => markup.Append(literal);

    public void AppendFormatted(string text) => markup.Append(Encode(text));

    public void AppendFormatted(int number) => markup.Append(Figures.Count(number));

    public void AppendFormatted(Html html) => markup.Append(html.Markup);

    public void AppendFormatted(Text text) => markup.Append(text.ToHtml().Markup);

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (Html part in parts)
            markup.Append(part.Markup);
    }

    public override string ToString() => markup.ToString();
}
