using System.Globalization;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Sounds;

namespace Figment.Cli.Commands;

/// <summary>What <c>figment data</c> does and prints for sounds.</summary>
internal sealed class SoundDataReport : IDataReport
{
    private const int Heard = 10;

    /// <inheritdoc/>
    public int Look(DataRequest request, CancellationToken cancellation)
    {
        EnsurePicture(request);
        using SoundDataset data = Open(request, cancellation);
        request.Output.WriteLine($"{Words.Printable(data.Name)}: {Words.Count(data.Count, "sounds")} of {data.Shape}");
        request.Output.WriteLine($"sha256 {data.Sha256}");
        if (data.ClassCounts.Count == 0)
            request.Output.WriteLine("no labels");
        request.Bars("class", [.. data.ClassNames.Zip(data.ClassCounts)], data.Count);
        foreach (Text note in data.Notes)
            request.Output.WriteLine(Words.Printable(note.English));
        string picture = request.Out ?? $"{data.FileName}-samples.png",
            sound = WritePreview(data, picture);
        request.Output.WriteLine($"samples: {picture} to look at, {sound} to listen to");
        return CommandLine.Done;
    }

    /// <inheritdoc/>
    public int Check(DataRequest request, CancellationToken cancellation)
    {
        EnsurePicture(request);
        IReadOnlyList<Text> said = [];
        if (SoundPack.IsPack(request.Source))
        {
            SoundPack.Verify(request.Source);
            request.Output.WriteLine(
                $"{Words.Printable(request.Source)} is intact: its sounds and labels match the SHA-256 that was stored when "
                    + $"they were packed"
            );
        }
        else if (SoundCheck.Takes(request.Source))
        {
            SoundCheck check = SoundCheck.Of(request.Source, (SoundOptions?)request.Reading, LoadingView.OnError(), cancellation);
            Describe(request, check);
            foreach (Text note in said = check.LeftOut)
                request.Output.WriteLine(Words.Printable(note.English));
        }

        request.Output.WriteLine();
        return Foresee(request, said, cancellation);
    }

    /// <inheritdoc/>
    public int Pack(DataRequest request, CancellationToken cancellation)
    {
        if (request.Part == DataPart.Test)
            throw new OptionsException([
                $"{request.Source} holds sounds, whose held-out part is packed together with the training part. Omit --test.",
            ]);
        (string target, TextWriter output) = (request.Out ?? DataPack.FileNameFor(request.Source), request.Output);
        PictureOutput.Write(
            target,
            path => SoundPack.Write(request.Source, path, (SoundOptions?)request.Reading, LoadingView.OnError(), cancellation)
        );
        using SoundDataset data = SoundSources.Open(target, cancellationToken: cancellation);
        using SoundDataset? test = SoundSources.HasTestPart(target)
            ? SoundSources.Open(target, DataPart.Test, cancellationToken: cancellation)
            : null;
        string held = test is null ? "" : $", {Words.Number(test.Count)} more held out";
        output.WriteLine(
            $"{Words.Printable(target)}: {Words.Count(data.Count, "sounds")} of {data.Shape}{Words.InClasses(data)}{held}, "
                + $"{Words.Size(new FileInfo(target).Length)}"
        );
        foreach (Text note in data.Notes)
            output.WriteLine(Words.Printable(note.English));
        output.WriteLine($"Train with it: {Words.Command} train flow --data {Words.Printable(target)}");
        return CommandLine.Done;
    }

    private static void Describe(DataRequest request, SoundCheck check)
    {
        int usable = check.Files - check.Broken.Count,
            most = request.MostShown;
        request.Output.WriteLine(
            $"{Words.Printable(request.Source)}: {Words.Count(check.Files, "recordings")}, {Words.Number(usable)} of "
                + "them readable"
                + (
                    usable > 0
                        ? $" ({string.Join(", ", check.Formats.Select(format => $"{Words.Number(format.Count)} {format.Name}"))})"
                        : ""
                )
        );
        if (usable > 0)
        {
            request.List(
                "rates",
                [
                    .. check.Rates.Select(rate =>
                        $"{(rate.Rate / 1000.0).ToString("0.###", CultureInfo.InvariantCulture)} kHz: "
                        + $"{Words.Number(rate.Count)}, "
                        + $"for example {rate.Example}"
                    ),
                ],
                most
            );
            request.List("channels", [.. check.Channels.Select(each => $"{each.Channels}: {Words.Number(each.Count)}")], most);
            request.Output.WriteLine($"seconds: {Spread(check.Seconds)}");
        }

        if (check.Silent.Count < usable)
        {
            request.Output.WriteLine($"seconds, without silence at either end: {Spread(check.Heard)}");
            request.Output.WriteLine(
                $"peak level, relative to full scale: {Words.Number(check.Peaks.Softest, 2)} to "
                    + $"{Words.Number(check.Peaks.Loudest, 2)}, median {Words.Number(check.Peaks.Middle, 2)}"
            );
        }

        request.List("unreadable", [.. check.Broken.Select(broken => $"{broken.File}: {broken.Reason}")], most);
        request.List("silent", check.Silent, most);
        request.List("clipped: recorded too loud, so the peaks are flat", check.Clipped, most);
        request.List(
            "DC offset",
            [.. check.Offsets.Select(each => $"{each.File}: {Words.Percent(each.Offset)} of full scale")],
            most
        );
        request.List("identical samples", [.. check.Duplicates.Select(group => request.Group(group, " = "))], most);
        request.List("nearly identical", [.. check.NearDuplicates.Select(group => request.Group(group, " ~ "))], most);
        request.List(
            "classes",
            [
                .. check.Classes.Select(entry =>
                    $"{entry.Name}: {Words.Number(entry.Count)} ({Words.Number(100.0 * entry.Count / Math.Max(1, usable), 1)}%)"
                ),
            ],
            int.MaxValue
        );
    }

    /// <summary>Reports what training would do, by running its first steps.</summary>
    private static int Foresee(DataRequest request, IReadOnlyList<Text> said, CancellationToken cancellation)
    {
        TextWriter output = request.Output;
        try
        {
            using SoundDataset data = Open(request, cancellation);
            output.WriteLine(
                $"training would learn from {Words.Number(data.Count)} sounds of {data.Shape}{Words.InClasses(data)}"
            );
            foreach (Text note in data.Notes.Except(said))
                output.WriteLine(Words.Printable(note.English));
            if (data.IsUnbalanced())
                output.WriteLine(
                    "The classes are very unbalanced, so the model will hardly learn the rare ones. Add recordings to them, or "
                        + "train with --unconditional."
                );
            if (data.IsSmall())
                output.WriteLine(
                    $"{Words.Count(data.Count, "sounds")} are few, so a model may memorise them. Record more of each class, each "
                        + $"a little different."
                );
            string picture = request.Out ?? $"{data.FileName}-check.png",
                sound = WritePreview(data, picture);
            output.WriteLine(
                $"{Words.Number(Math.Min(Heard, data.Count))} sounds as training would receive them: {picture} to look at, "
                    + $"{sound} to listen to, one after the other"
            );
            return CommandLine.Done;
        }
        catch (FigmentException e) when (e is not OutputException)
        {
            output.WriteLine($"training would reject this data: {Words.Printable(e.Say(Words.Flag))}");
            return CommandLine.Failed;
        }
    }

    /// <summary>Writes ten sounds: one picture to look at, and one WAV beside it to listen to.</summary>
    private static string WritePreview(SoundDataset data, string picture)
    {
        SoundSamples samples = data.Preview(Heard);
        string sound = Path.ChangeExtension(picture, ".wav");
        PictureOutput.Write(picture, samples.AsPicture.Save);
        PictureOutput.Write(sound, samples.Save);
        return sound;
    }

    private static SoundDataset Open(DataRequest request, CancellationToken cancellation) =>
        SoundSources.Open(request.Source, DataPart.Train, (SoundOptions?)request.Reading, LoadingView.OnError(), cancellation);

    /// <summary>Checks that both files can be written before the work begins.</summary>
    private static void EnsurePicture(DataRequest request)
    {
        if (request.Out is not string named)
            return;
        if (!Path.GetExtension(named).Equals(".png", StringComparison.OrdinalIgnoreCase))
            throw new OptionsException([
                $"--out needs a file that ends in .png, not '{named}'; the sounds are written beside it as .wav.",
            ]);
        OutputPlace.EnsureFile(named);
        OutputPlace.EnsureFile(Path.ChangeExtension(named, ".wav"));
    }

    private static string Spread((double Shortest, double Middle, double NineOfTen, double Longest) seconds) =>
        $"{Words.Number(seconds.Shortest, 2)} to {Words.Number(seconds.Longest, 2)}, median "
        + $"{Words.Number(seconds.Middle, 2)}, 90% are at most {Words.Number(seconds.NineOfTen, 2)}";
}
