using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Runs.Texts;

namespace Figment.Cli.Commands;

/// <summary>What <c>figment data</c> says and does of texts.</summary>
internal sealed class TextDataReport : IDataReport
{
    private const int MostLines = 10,
        MostPerToken = 5;

    /// <inheritdoc/>
    public int Look(DataRequest request, CancellationToken cancellation)
    {
        EnsureTexts(request);
        EnsureNoOut(request);
        using TextDataset data = TextSources.Open(request.Source, LoadingView.OnError(), cancellation);
        Describe(request, data, cancellation);
        request.Output.WriteLine($"sha256 {data.Sha256}");
        foreach (Text note in data.Notes)
            request.Output.WriteLine(Words.Printable(note.English));
        return CommandLine.Done;
    }

    /// <inheritdoc/>
    public int Check(DataRequest request, CancellationToken cancellation)
    {
        EnsureTexts(request);
        EnsureNoOut(request);
        TextWriter output = request.Output;
        if (TextPack.IsPack(request.Source))
        {
            TextPack.Verify(request.Source, LoadingView.OnError(), cancellation);
            output.WriteLine(
                $"{Words.Printable(request.Source)} is whole: its texts have the SHA-256 that they were packed with"
            );
        }
        else if (Path.Exists(request.Source) && !TextSources.Names.Contains(request.Source))
        {
            TextFileCheck files = TextFileCheck.Of(request.Source, cancellation);
            output.WriteLine(
                $"{Words.Printable(request.Source)}: {Words.Count(files.Files, "files")} of text, "
                    + $"{Words.Number(files.Files - files.Broken.Count)} of which can be read"
            );
            request.List("cannot be read", files.Broken, request.MostShown);
        }

        try
        {
            using TextDataset data = TextSources.Open(request.Source, LoadingView.OnError(), cancellation);
            Describe(request, data, cancellation);
            foreach (Text note in data.Notes)
                output.WriteLine(Words.Printable(note.English));
            Compare(request, data, cancellation);
            output.WriteLine();
            Foresee(request, data, cancellation);
            return CommandLine.Done;
        }
        catch (FigmentException e) when (e is not OutputException)
        {
            output.WriteLine();
            output.WriteLine($"training would refuse it: {Words.Printable(e.Say(Words.Flag))}");
            return CommandLine.Failed;
        }
    }

    /// <inheritdoc/>
    public int Pack(DataRequest request, CancellationToken cancellation)
    {
        EnsureTexts(request);
        if (request.Part == DataPart.Test)
            throw new OptionsException([
                $"{request.Source} holds texts, and what they hold out is packed with them. Omit --test.",
            ]);
        string target = request.Out ?? DataPack.FileNameFor(request.Source);
        PictureOutput.Write(target, path => TextPack.Write(request.Source, path, LoadingView.OnError(), cancellation));
        using TextDataset data = TextSources.Open(target, cancellationToken: cancellation);
        request.Output.WriteLine(
            $"{Words.Printable(target)}: {Size(data.Texts)} to learn from, {Size(data.HeldOut)} held out, "
                + $"{Words.Size(new FileInfo(target).Length)}"
        );
        foreach (Text note in data.Notes)
            request.Output.WriteLine(Words.Printable(note.English));
        request.Output.WriteLine($"Train with it: {Words.Command} train --data {Words.Printable(target)}");
        return CommandLine.Done;
    }

    private static void Describe(DataRequest request, TextDataset data, CancellationToken cancellation)
    {
        TextLook look = TextLook.Of(data, cancellation);
        string means = data.HasTestPart ? "that came to judge by" : "the last tenth";
        request.Output.WriteLine($"{Words.Printable(data.Name)}: {Size(data.Texts)} to learn from");
        request.Output.WriteLine($"held out, {means}: {Size(data.HeldOut)}");
        request.Output.WriteLine(
            $"letters: {string.Join(", ", look.Scripts.Select(script => $"{script.Name} {Words.Percent(script.Share)}"))}"
        );
        if (DialogueLook.Of(data, cancellation) is { } dialogues)
        {
            string roles = string.Join(", ", dialogues.Roles.Select(role => $"{Words.Number(role.Messages)} of the {role.Role}"));
            request.Output.WriteLine($"dialogues: {Words.Number(dialogues.Count)} of the texts; messages: {roles}");
        }

        if (data.Texts.Count + data.HeldOut.Count <= 2)
            return;
        request.Output.WriteLine($"longest:  {Line(look.Longest)}");
        request.Output.WriteLine($"shortest: {Line(look.Shortest)}");
    }

    /// <summary>Names dialogues that are odd, by the numbers of their texts.</summary>
    private static void CheckDialogues(DataRequest request, TextDataset data, CancellationToken cancellation)
    {
        if (DialogueLook.Of(data, cancellation) is not { } dialogues)
            return;
        Say("dialogues without an answer of the assistant, from which no answer is learned", dialogues.WithoutAnswer);
        Say("dialogues with two messages of one role in a row", dialogues.TwoInARow);
        Say("dialogues with an empty message", dialogues.WithBlank);

        void Say(string what, IReadOnlyList<int> texts)
        {
            string[] entries =
            [
                .. texts.Select(text => $"text {Words.Number(text)}: {TextLook.Excerpt(data, text - 1).Beginning}"),
            ];
            request.List(what, entries, request.MostShown);
        }
    }

    private static void Compare(DataRequest request, TextDataset data, CancellationToken cancellation)
    {
        CheckDialogues(request, data, cancellation);
        TextDuplicates found = TextDuplicates.In(data, cancellation);
        request.List("the same text more than once", [.. found.Same.Select(Group)], request.MostShown);
        request.List(
            $"nearly the same, of {Words.Number(found.Looked)} compared",
            [.. found.Near.Select(Group)],
            request.MostShown
        );
        if (found.Leaked > 0)
        {
            request.Output.WriteLine(
                $"{Words.Count(found.Leaked, "texts")} of those held out {(found.Leaked == 1 ? "stands" : "stand")} among "
                    + $"those to learn from too, which flatters every number. Remove them from one of both."
            );
        }

        (IReadOnlyList<(string Line, int Count)> lines, long all) = RepeatedLines.In(data, MostLines, cancellation);
        request.List(
            $"lines that repeat most, of {Words.Number(all)}",
            [.. lines.Select(line => $"{Words.Number(line.Count)} × {line.Line}")],
            MostLines
        );

        string Group(IReadOnlyList<TextExcerpt> group) =>
            request.Group([.. group.Select((text, i) => i == 0 ? $"{text.Number} ({text.Beginning})" : $"{text.Number}")], " = ");
    }

    /// <summary>Says what training would do, by doing what it does first on a part of the texts.</summary>
    private static void Foresee(DataRequest request, TextDataset data, CancellationToken cancellation)
    {
        TextForecast forecast = TextForecast.Of(data, cancellation);
        request.Output.WriteLine(
            $"training would learn {Words.Number(forecast.Merges)} merges, so {Words.Number(forecast.Vocabulary)} different "
                + $"tokens, and make about {Words.Number(forecast.Tokens)} tokens of the texts "
                + $"({Words.Number(forecast.TokensPerText, 1)} per text, {Words.Number(forecast.BytesPerToken, 2)} bytes each)"
        );
        request.Output.WriteLine(
            $"'{forecast.Preset}' would have {Words.Number(forecast.Parameters)} numbers to learn; "
                + $"{Words.Number(forecast.StepsPerPass)} steps of {forecast.BatchSize} blocks see as many tokens as there are"
        );
        if (forecast.Parameters > MostPerToken * forecast.Tokens)
            request.Output.WriteLine(
                "That is a lot for so few tokens: a long training learns them by heart. Train briefly, make the model "
                    + "smaller, or add texts."
            );
    }

    private static string Line(TextExcerpt text) =>
        Words.Printable($"{Words.Count(text.Characters, "characters")}, text {Words.Number(text.Number)}: {text.Beginning}");

    private static string Size(TextSet texts) =>
        $"{Words.Count(texts.Count, "texts")}, {Words.Count(texts.Characters, "characters")}, "
        + $"{Words.Count(texts.Bytes, "bytes")}";

    private static void EnsureTexts(DataRequest request)
    {
        if (request.Reading is not null)
            throw new OptionsException([
                new OptionProblem(
                    OptionSentence.Of(
                        $"{request.Source} holds texts, and {PictureOptions.InSentence} are for pictures. Omit them."
                    )
                ),
            ]);
    }

    private static void EnsureNoOut(DataRequest request)
    {
        if (request.Out is not null)
            throw new OptionsException([$"--out draws pictures, and {request.Source} holds texts. Omit it."]);
    }
}
