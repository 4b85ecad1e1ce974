using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Runs.Texts;

namespace Figment.Cli.Commands;

/// <summary>What <c>figment data</c> does and prints for texts.</summary>
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
                $"{Words.Printable(request.Source)} is intact: its texts match the SHA-256 that was stored when they were "
                    + $"packed"
            );
        }
        else if (Path.Exists(request.Source) && !TextSources.Names.Contains(request.Source))
        {
            TextFileCheck files = TextFileCheck.Of(request.Source, cancellation);
            output.WriteLine(
                $"{Words.Printable(request.Source)}: {Words.Count(files.Files, "files")} of text, "
                    + $"{Words.Number(files.Files - files.Broken.Count)} of them readable"
            );
            request.List("unreadable", [.. files.Broken.Select(said => said.ToString())], request.MostShown);
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
            output.WriteLine($"training would reject this data: {Words.Printable(e.Say(Words.Flag))}");
            return CommandLine.Failed;
        }
    }

    /// <inheritdoc/>
    public int Pack(DataRequest request, CancellationToken cancellation)
    {
        EnsureTexts(request);
        if (request.Part == DataPart.Test)
            throw new OptionsException([
                $"{request.Source} holds texts, whose held-out part is packed together with the training part. Omit --test.",
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
        string means = data.HasTestPart ? "from its own test part" : "the last tenth";
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

    /// <summary>Lists unusual dialogues by the numbers of their texts.</summary>
    private static void CheckDialogues(DataRequest request, TextDataset data, CancellationToken cancellation)
    {
        if (DialogueLook.Of(data, cancellation) is not { } dialogues)
            return;
        Say("dialogues without an answer from the assistant, so the model learns no answer from them", dialogues.WithoutAnswer);
        Say("dialogues with two consecutive messages of the same role", dialogues.TwoInARow);
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
        request.List("identical texts", [.. found.Same.Select(Group)], request.MostShown);
        request.List(
            $"nearly identical, among the {Words.Number(found.Looked)} compared",
            [.. found.Near.Select(Group)],
            request.MostShown
        );
        if (found.Leaked > 0)
        {
            request.Output.WriteLine(
                $"{Words.Count(found.Leaked, "texts")} of the held-out part {(found.Leaked == 1 ? "stands" : "stand")} in "
                    + $"the training part too, which makes every result look better than it is. Remove the duplicates from "
                    + $"one of the two."
            );
        }

        (IReadOnlyList<(string Line, int Count)> lines, long all) = RepeatedLines.In(data, MostLines, cancellation);
        request.List(
            $"most frequent repeated lines, out of {Words.Number(all)}",
            [.. lines.Select(line => $"{Words.Number(line.Count)} × {line.Line}")],
            MostLines
        );

        string Group(IReadOnlyList<TextExcerpt> group) =>
            request.Group([.. group.Select((text, i) => i == 0 ? $"{text.Number} ({text.Beginning})" : $"{text.Number}")], " = ");
    }

    /// <summary>Reports what training would do, by running its first steps on some of the texts.</summary>
    private static void Foresee(DataRequest request, TextDataset data, CancellationToken cancellation)
    {
        TextForecast forecast = TextForecast.Of(data, cancellation);
        request.Output.WriteLine(
            $"training would learn {Words.Number(forecast.Merges)} merges, giving {Words.Number(forecast.Vocabulary)} "
                + $"different tokens, and split the texts into about {Words.Number(forecast.Tokens)} tokens "
                + $"({Words.Number(forecast.TokensPerText, 1)} per text, {Words.Number(forecast.BytesPerToken, 2)} bytes each)"
        );
        request.Output.WriteLine(
            $"'{forecast.Preset}' would have {Words.Number(forecast.Parameters)} parameters; one pass over the tokens "
                + $"takes {Words.Number(forecast.StepsPerPass)} steps of {forecast.BatchSize} blocks"
        );
        if (forecast.Parameters > MostPerToken * forecast.Tokens)
            request.Output.WriteLine(
                "That is a large model for so few tokens: in a long run it memorises them. Train briefly, use a smaller "
                    + "model, or add texts."
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
                        $"{request.Source} holds texts, but {PictureOptions.InSentence} are for pictures. Omit them."
                    )
                ),
            ]);
    }

    private static void EnsureNoOut(DataRequest request)
    {
        if (request.Out is not null)
            throw new OptionsException([$"--out draws pictures, but {request.Source} holds texts. Omit it."]);
    }
}
