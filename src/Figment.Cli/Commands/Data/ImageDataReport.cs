using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;

namespace Figment.Cli.Commands;

/// <summary>What <c>figment data</c> does and prints for images.</summary>
internal sealed class ImageDataReport : IDataReport
{
    /// <inheritdoc/>
    public int Look(DataRequest request, CancellationToken cancellation)
    {
        (string? target, TextWriter output) = (request.Out, request.Output);
        if (target is not null)
            OutputPlace.EnsureFile(target);
        using ImageDataset data = Datasets.Open(
            request.Source,
            DataPart.Train,
            (PictureOptions?)request.Reading,
            LoadingView.OnError(),
            cancellation
        );
        (double mean, double deviation) = data.PixelStatistics;
        output.WriteLine($"{data.Name}: {Words.Count(data.Count, "images")} of {data.Shape}");
        output.WriteLine($"pixels in [0, 1]: mean {Words.Number(mean, 7)}, standard deviation {Words.Number(deviation, 7)}");
        output.WriteLine($"sha256 {data.Sha256}");
        if (data.ClassCounts.Count == 0)
            output.WriteLine("no labels");
        foreach (
            (string column, IReadOnlyList<(string Value, int Count)> values) in data.Table?.Counts(data.ClassCounts)
                ?? [("class", [.. data.ClassNames.Zip(data.ClassCounts)])]
        )
        {
            request.Bars(column, values, data.Count);
        }

        if (data.Table is { } table)
            output.WriteLine(Combinations(table));

        foreach (Text note in data.Notes)
            output.WriteLine(Words.Printable(note.English));
        string path = target ?? $"{data.FileName}-samples.png";
        PictureOutput.WritePreview(path, data);
        output.WriteLine($"samples: {path}");
        return CommandLine.Done;
    }

    /// <inheritdoc/>
    public int Check(DataRequest request, CancellationToken cancellation)
    {
        (string path, TextWriter output) = (request.Source, request.Output);
        if (request.Out is string named)
            OutputPlace.EnsureFile(named);
        if (DataPack.IsPack(path))
        {
            DataPack.Verify(path, LoadingView.OnError(), cancellation);
            output.WriteLine(
                $"{Words.Printable(path)} is intact: its pixels and labels match the SHA-256 that was stored when they were "
                    + $"packed"
            );
            return Foresee(request, [], cancellation);
        }

        FolderCheck check = FolderCheck.Of(path, (PictureOptions?)request.Reading, LoadingView.OnError(), cancellation);
        int most = request.MostShown;
        int usable = check.Files - check.Broken.Count;
        output.WriteLine(
            $"{Words.Printable(path)}: {Words.Number(check.Files)} picture files, {Words.Number(usable)} of them "
                + $"readable ({Words.Number(check.Grey)} grey, {Words.Number(check.Colour)} in colour)"
        );
        request.List(
            "sizes",
            [
                .. check.Sizes.Select(size =>
                    $"{size.Width}×{size.Height}: {Words.Number(size.Count)}, for example {size.Example}"
                ),
            ],
            most
        );
        request.List("unreadable", [.. check.Broken.Select(broken => $"{broken.File}: {broken.Reason}")], most);
        request.List("identical pixels", [.. check.Duplicates.Select(group => request.Group(group, " = "))], most);
        request.List("nearly identical", [.. check.NearDuplicates.Select(group => request.Group(group, " ~ "))], most);
        string[] Shares(IEnumerable<(string Name, int Count)> entries) =>
            [
                .. entries.Select(entry =>
                    $"{entry.Name}: {Words.Number(entry.Count)} ({Words.Number(100.0 * entry.Count / Math.Max(1, usable), 1)}%)"
                ),
            ];
        foreach ((string column, IReadOnlyList<(string Value, int Count)> values) in check.Labels)
            request.List($"label {column}", Shares(values), int.MaxValue);
        request.List(
            check.Labels.Count > 0 ? "combinations" : "classes",
            Shares(check.Classes),
            check.Labels.Count > 0 ? most : int.MaxValue
        );
        foreach (Text note in check.LeftOut)
            output.WriteLine(Words.Printable(note.English));
        return Foresee(request, check.LeftOut, cancellation);
    }

    /// <inheritdoc/>
    public int Pack(DataRequest request, CancellationToken cancellation)
    {
        (string source, DataPart part, TextWriter output) = (request.Source, request.Part, request.Output);
        string target = request.Out ?? DataPack.FileNameFor(source, part);
        PictureOutput.Write(
            target,
            path => DataPack.Write(source, path, part, (PictureOptions?)request.Reading, LoadingView.OnError(), cancellation)
        );
        using ImageDataset data = Datasets.Open(target, cancellationToken: cancellation);
        output.WriteLine(
            $"{Words.Printable(target)}: {Words.Number(data.Count)} {(data.Count == 1 ? "image" : "images")} of "
                + $"{data.Shape}{Words.InClasses(data)}, {Words.Size(new FileInfo(target).Length)}"
        );
        foreach (Text note in data.Notes)
            output.WriteLine(Words.Printable(note.English));
        output.WriteLine($"Train with it: {Words.Command} train --data {Words.Printable(target)}");
        return CommandLine.Done;
    }

    private static string Combinations(LabelTable table)
    {
        long possible = table.Values.Aggregate(1L, (product, values) => product * values.Count);
        return $"combinations: {Words.Number(table.Classes.Count)} of {Words.Number(possible)} occur";
    }

    /// <summary>Reports what training would do, by running its first steps.</summary>
    private static int Foresee(DataRequest request, IReadOnlyList<Text> said, CancellationToken cancellation)
    {
        TextWriter output = request.Output;
        output.WriteLine();
        try
        {
            using ImageDataset data = Datasets.Open(
                request.Source,
                DataPart.Train,
                (PictureOptions?)request.Reading,
                LoadingView.OnError(),
                cancellation
            );
            output.WriteLine(
                $"training would learn from {Words.Number(data.Count)} images of {data.Shape}{Words.InClasses(data)}"
            );
            foreach (Text note in data.Notes.Except(said))
                output.WriteLine(Words.Printable(note.English));
            data.EnsureContents();
            if (data.IsUnbalanced())
            {
                output.WriteLine(
                    "The classes are very unbalanced, so the model will hardly learn the rare ones. Add pictures to them, or "
                        + "train with --unconditional."
                );
            }

            if (data.IsSmall())
            {
                output.WriteLine(
                    $"{Words.Number(data.Count)} images are few: a discriminator memorises them. For a GAN, '--set "
                        + "augment=color,translation,cutout' helps against that."
                );
            }

            string target = request.Out ?? $"{data.FileName}-check.png";
            PictureOutput.WritePreview(target, data);
            output.WriteLine($"as training would see them: {target}");
            return CommandLine.Done;
        }
        catch (FigmentException e) when (e is not OutputException)
        {
            output.WriteLine($"training would reject this data: {Words.Printable(e.Say(Words.Flag))}");
            return CommandLine.Failed;
        }
    }
}
