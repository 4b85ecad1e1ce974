using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Figment.Tests;

/// <summary>A sentence that stands in the source, as the compiler sees it.</summary>
/// <param name="Template">With <c>{0}</c>, <c>{1:N0}</c> for what is filled in; null if it is not kept as a template.</param>
/// <param name="Place">File and line.</param>
/// <param name="Source">How it is written there.</param>
internal sealed record SourceSentence(string? Template, string Place, string Source);

/// <summary>
/// Every sentence of an error in the source of the product: one that becomes an <see cref="OptionSentence"/>, is passed to an
/// exception of Figment's, or is given with an option's range. The compiler tells which those are, and how their parts are put
/// together.
/// </summary>
internal static class SourceSentences
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;
        """;

    /// <summary>What the running program could reference, without Figment's own assemblies.</summary>
    private static IEnumerable<string> Libraries =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("Figment", StringComparison.Ordinal));

    /// <summary>Reads them all; some seconds.</summary>
    public static IReadOnlyList<SourceSentence> Read()
    {
        CSharpParseOptions language = new(LanguageVersion.Preview);
        SyntaxTree[] files =
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(Repository.Root, "src"))
                .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"))
                .Order(StringComparer.Ordinal)
                .AsParallel()
                .AsOrdered()
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), language, file)),
        ];
        CSharpCompilation program = CSharpCompilation.Create(
            "Figment.Source",
            [.. files, CSharpSyntaxTree.ParseText(Usings, language)],
            Libraries.Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        );
        SourceFileSentences[] all = [.. files.Select(file => new SourceFileSentences(file, program))];
        return [.. all.AsParallel().AsOrdered().SelectMany(file => file.All().Concat(file.HiddenWords()))];
    }
}

/// <summary>Those of one file.</summary>
internal sealed class SourceFileSentences(SyntaxTree file, CSharpCompilation program)
{
    private const string Sentence = nameof(OptionSentence);
    private readonly SemanticModel model = program.GetSemanticModel(file);

    public IEnumerable<SourceSentence> All() =>
        file.GetRoot()
            .DescendantNodes()
            .OfType<ExpressionSyntax>()
            .Where(expression => MayBecome(expression) && (Becomes(expression) || IsMessage(expression)))
            .SelectMany(Branches)
            .Select(words => new SourceSentence(TemplateOf(words), PlaceOf(words), words.ToString()));

    /// <summary>A quick check before asking the compiler, which takes time.</summary>
    private static bool MayBecome(ExpressionSyntax expression) =>
        expression
            is InterpolatedStringExpressionSyntax
                or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression }
                or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.CoalesceExpression }
                or ConditionalExpressionSyntax
                or SwitchExpressionSyntax
                or IdentifierNameSyntax
                or MemberAccessExpressionSyntax
                or InvocationExpressionSyntax
        && expression.Parent
            is not (MemberAccessExpressionSyntax or InvocationExpressionSyntax or NameColonSyntax or NameEqualsSyntax);

    private bool Becomes(ExpressionSyntax expression)
    {
        TypeInfo type = model.GetTypeInfo(expression);
        return type.ConvertedType?.Name == Sentence && type.Type is { SpecialType: SpecialType.System_String };
    }

    /// <summary>Whether it is the text of an error without a template, or the message of an option's range.</summary>
    private bool IsMessage(ExpressionSyntax expression) =>
        expression.Parent switch
        {
            ArgumentSyntax { Parent: ArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax made } } => model
                .GetTypeInfo(expression)
                .Type?.SpecialType == SpecialType.System_String
                && IsError(model.GetTypeInfo(made).Type),
            ArgumentSyntax { Parent: ArgumentListSyntax { Parent: PrimaryConstructorBaseTypeSyntax made } } => model
                .GetTypeInfo(expression)
                .Type?.SpecialType == SpecialType.System_String
                && expression is not IdentifierNameSyntax
                && IsError(model.GetTypeInfo(made.Type).Type),
            ExpressionElementSyntax
            {
                Parent: CollectionExpressionSyntax
                {
                    Parent: ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax made }
                },
            } => model.GetTypeInfo(expression).Type?.SpecialType == SpecialType.System_String
                && IsError(model.GetTypeInfo(made).Type),
            AttributeArgumentSyntax { NameEquals.Name.Identifier.Text: "ErrorMessage" } => true,
            _ => false,
        };

    /// <summary>Errors with texts of their own have words in both languages.</summary>
    private static bool IsError(ITypeSymbol? type) =>
        type is not null and not { Name: "StudioException" } && (type.Name == nameof(FigmentException) || IsError(type.BaseType));

    private static IEnumerable<ExpressionSyntax> Branches(ExpressionSyntax words) =>
        words switch
        {
            ConditionalExpressionSyntax choice => Branches(choice.WhenTrue).Concat(Branches(choice.WhenFalse)),
            SwitchExpressionSyntax choice => choice.Arms.SelectMany(arm => Branches(arm.Expression)),
            ParenthesizedExpressionSyntax inner => Branches(inner.Expression),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice => Branches(choice.Left)
                .Concat(Branches(choice.Right)),
            ThrowExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } => [],
            _ => [words],
        };

    private string? TemplateOf(ExpressionSyntax words)
    {
        int places = 0;
        // A constant in a hole keeps its place if the sentence is built hole by hole.
        return model.GetConversion(words).IsInterpolatedStringHandler ? Part(words)
            : model.GetConstantValue(words) is { HasValue: true, Value: string constant } ? Escaped(constant)
            : model.GetTypeInfo(words).ConvertedType?.Name == Sentence ? Part(words)
            : null;

        string? Part(ExpressionSyntax part) =>
            part switch
            {
                BinaryExpressionSyntax sum => Part(sum.Left) is string left && Part(sum.Right) is string right
                    ? left + right
                    : null,
                ParenthesizedExpressionSyntax inner => Part(inner.Expression),
                InterpolatedStringExpressionSyntax filled => string.Concat(filled.Contents.Select(Content)),
                _ => null,
            };

        string Content(InterpolatedStringContentSyntax content) =>
            content is InterpolationSyntax place
                ? $"{{{places++}{place.FormatClause}}}"
                : ((InterpolatedStringTextSyntax)content).TextToken.ValueText; // braces are doubled in it
    }

    /// <summary>
    /// Strings with words of English in the places of a sentence, which would stay English in it: <c>{(isNew ? "new " : "")}</c>.
    /// </summary>
    public IEnumerable<SourceSentence> HiddenWords() =>
        file.GetRoot()
            .DescendantNodes()
            .OfType<InterpolationSyntax>()
            .Where(place =>
                Literals(place).Any()
                && model.GetTypeInfo(place.Expression).Type?.SpecialType == SpecialType.System_String
                && model.GetTypeInfo(WholeOf((ExpressionSyntax)place.Parent!)).ConvertedType?.Name == Sentence
            )
            .SelectMany(Literals)
            .Select(words => new SourceSentence(null, PlaceOf(words), words.ToString()));

    private static IEnumerable<ExpressionSyntax> Literals(InterpolationSyntax place) =>
        place
            .Expression.DescendantNodesAndSelf()
            .OfType<ExpressionSyntax>()
            .Where(words => words is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax)
            .Where(words =>
                words
                    .Ancestors()
                    .TakeWhile(above => above != place)
                    .All(above => above is ConditionalExpressionSyntax or ParenthesizedExpressionSyntax)
            )
            .Where(words =>
                words
                    .DescendantTokens()
                    .Where(token =>
                        token.RawKind is (int)SyntaxKind.StringLiteralToken or (int)SyntaxKind.InterpolatedStringTextToken
                    )
                    .Any(token => token.ValueText.Count(char.IsLetter) > 1)
            );

    private static ExpressionSyntax WholeOf(ExpressionSyntax words) =>
        words.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum ? WholeOf(sum) : words;

    private static string Escaped(string words) =>
        words.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private string PlaceOf(ExpressionSyntax words)
    {
        FileLinePositionSpan at = words.GetLocation().GetLineSpan();
        return $"{Path.GetRelativePath(Repository.Root, at.Path).Replace('\\', '/')}:{at.StartLinePosition.Line + 1}";
    }
}
