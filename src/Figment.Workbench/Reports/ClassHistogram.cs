using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>How often each class appears among generated and real images, as bars.</summary>
internal static class ClassHistogram
{
    private const int MaxClasses = 40;

    internal static Html Of(IReadOnlyList<ClassShare> classes, Text? real = null)
    {
        if (classes.Count == 0)
            return Html.None;
        double longest = classes.Max(share => Math.Max(share.Generated, share.Real));
        IEnumerable<ClassShare> shown =
            classes.Count <= MaxClasses
                ? classes
                : classes.OrderByDescending(share => Math.Abs(share.Generated - share.Real)).Take(MaxClasses);
        return Html.Of(
            $"""
            <section>
            <h2>{Texts.Classes}</h2>
            <p>{Texts.ClassesLead} {(
                classes.Count <= MaxClasses
                    ? Html.None
                    : Texts.SomeClasses.With(("shown", Figures.Count(MaxClasses)), ("all", Figures.Count(classes.Count)))
            )}</p>
            <table class="classes">
            <thead><tr><th scope="col">{Texts.ClassColumn}</th><td></td>
            <th scope="col" class="number"><span class="key generated"></span>{Texts.GeneratedColumn}</th>
            <th scope="col" class="number"><span class="key real"></span>{real ?? Texts.RealColumn}</th></tr></thead>
            <tbody>
            {shown.Select(share => Row(share, longest))}</tbody>
            </table>
            </section>

            """
        );
    }

    private static Html Row(ClassShare share, double longest)
    {
        string generated = Length(share.Generated, longest),
            real = Length(share.Real, longest);
        return Html.Of(
            $"""
            <tr><th scope="row">{share.Name}</th>
            <td class="bars"><svg width="100%" height="22" aria-hidden="true">
            <rect class="generated" y="2" width="{generated}" height="10"/><rect class="real" y="13" width="{real}" height="7"/>
            </svg></td>
            <td class="number value">{Figures.Percent(share.Generated)}</td>
            <td class="number">{Figures.Percent(share.Real)}</td></tr>

            """
        );
    }

    private static string Length(double share, double longest) => Figures.Place(longest > 0 ? share / longest : 0);
}
