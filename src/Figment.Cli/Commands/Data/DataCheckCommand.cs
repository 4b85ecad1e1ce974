using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;

namespace Figment.Cli.Commands;

/// <summary><c>figment data check</c>: what is right and wrong with a folder of pictures, before one trains with it; whether a packed file is whole.</summary>
internal static class DataCheckCommand
{
    private const int MostShown = 10;

    private static readonly Argument<string> Folder = new("FOLDER") { HelpName = "FOLDER", Description = "A folder or ZIP of pictures, whose subfolders are classes; or a file that 'figment data pack' made" };
    private static readonly PictureArguments Pictures = new();
    private static readonly Option<bool> All = new("--all") { Description = $"Name every file, not the first {MostShown} of each list" };
    private static readonly Option<string?> Out = new("--out") { Description = "Where to draw what training would see (default: NAME-check.png)", HelpName = "FILE.png" };

    internal static Command Create()
    {
        Folder.NoOption();
        Command command = new("check", "Look a folder of pictures over: sizes, channels, duplicates, broken files, balance, and what training would do with it") { Folder, Pictures.Size, Pictures.Fit, Pictures.Background, Pictures.SkipBroken, Pictures.FollowLinks, All, Out };
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, parsed.InvocationConfiguration.Output, cancellation)));
        return command.WithExamples(
            "figment data check photos/",
            "figment data check photos/ --size 32 --fit pad   with that size, drawn as training would see it",
            "figment data check photos/ --all > report.txt    every file by name",
            "figment data check photos.safetensors            a packed file, byte by byte");
    }

    private static int Execute(ParseResult parsed, TextWriter output, CancellationToken cancellation)
    {
        string path = parsed.GetValue(Folder)!;
        if (parsed.GetValue(Out) is string named) OutputPlace.EnsureFile(named);
        if (DataPack.IsPack(path))
        {
            DataPack.Verify(path, LoadingView.OnError(), cancellation);
            output.WriteLine($"{Words.Printable(path)} is whole: its pixels and labels have the SHA-256 that they were packed with");
            return Foresee(parsed, path, [], output, cancellation);
        }

        FolderCheck check = FolderCheck.Of(path, Pictures.Read(parsed), LoadingView.OnError(), cancellation);
        int most = parsed.GetValue(All) ? int.MaxValue : MostShown;
        int usable = check.Files - check.Broken.Count;
        output.WriteLine($"{Words.Printable(path)}: {Words.Number(check.Files)} picture files, {Words.Number(usable)} of which can be read ({Words.Number(check.Grey)} grey, {Words.Number(check.Colour)} in colour)");
        List(output, "sizes", [.. check.Sizes.Select(size => $"{size.Width}×{size.Height}: {Words.Number(size.Count)}, for instance {size.Example}")], most);
        List(output, "cannot be read", [.. check.Broken.Select(broken => $"{broken.File}: {broken.Reason}")], most);
        List(output, "the same pixels more than once", [.. check.Duplicates.Select(group => Group(group, " = ", most))], most);
        List(output, "nearly the same", [.. check.NearDuplicates.Select(group => Group(group, " ~ ", most))], most);
        List(output, "classes", [.. check.Classes.Select(entry => $"{entry.Name}: {Words.Number(entry.Count)} ({Words.Number(100.0 * entry.Count / Math.Max(1, usable), 1)}%)")], int.MaxValue);
        foreach (Text note in check.LeftOut) output.WriteLine(Words.Printable(note.English));
        return Foresee(parsed, path, check.LeftOut, output, cancellation);
    }

    /// <summary>Says what training would do, by doing what it does first.</summary>
    private static int Foresee(ParseResult parsed, string path, IReadOnlyList<Text> said, TextWriter output, CancellationToken cancellation)
    {
        output.WriteLine();
        try
        {
            using ImageDataset data = Datasets.Open(path, DataPart.Train, Pictures.Read(parsed), LoadingView.OnError(), cancellation);
            output.WriteLine($"training would learn from {Words.Number(data.Count)} images of {data.Shape}{Words.InClasses(data)}");
            foreach (Text note in data.Notes.Except(said)) output.WriteLine(Words.Printable(note.English));
            data.EnsureContents();
            if (data.IsUnbalanced())
            {
                output.WriteLine("The classes are far from balanced: the rare ones will be learned badly. "
                    + "Add pictures to them, or train with --unconditional.");
            }

            if (data.IsSmall())
            {
                output.WriteLine($"{Words.Number(data.Count)} images are few. "
                    + "A discriminator learns them by heart; "
                    + "for a GAN '--set augment=color,translation,cutout' works against that.");
            }

            string target = parsed.GetValue(Out) ?? $"{data.FileName}-check.png";
            PictureOutput.WritePreview(target, data);
            output.WriteLine($"as training would see them: {target}");
            return CommandLine.Done;
        }
        catch (FigmentException e) when (e is not OutputException)
        {
            output.WriteLine($"training would refuse it: {Words.Printable(e.Say(Words.Flag))}");
            return CommandLine.Failed;
        }
    }

    private static string Group(IReadOnlyList<string> names, string sign, int most) =>
        string.Join(sign, names.Take(most)) + (names.Count > most ? $"{sign}… and {Words.Number(names.Count - most)} more" : "");

    private static void List(TextWriter output, string title, IReadOnlyList<string> entries, int most)
    {
        if (entries.Count == 0) return;
        output.WriteLine($"{title} ({Words.Number(entries.Count)}):");
        foreach (string entry in entries.Take(most)) output.WriteLine($"  {Words.Printable(entry)}");
        if (entries.Count > most) output.WriteLine($"  … and {Words.Number(entries.Count - most)} more (--all names them)");
    }
}
