using System.CommandLine;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Cli.Terminal;

/// <summary>The file that a command writes: <c>--out</c>, checked before the work begins.</summary>
internal sealed class PictureOutput
{
    private const int PreviewWidth = 1280;

    private readonly Option<string?> option;
    private readonly string name;
    private readonly string[] endings;

    /// <summary>Creates the option.</summary>
    /// <param name="name">The default name of the file.</param>
    /// <param name="description">What the file holds.</param>
    /// <param name="endings">The extensions that it may have, for example <c>.png</c>.</param>
    internal PictureOutput(string name, string description, params string[] endings)
        : this(
            new Option<string?>("--out")
            {
                Description = description,
                HelpName = $"FILE{endings[0]}",
                DefaultValueFactory = _ => name,
            },
            name,
            endings
        ) { }

    /// <summary>Uses an option that several kinds of data share.</summary>
    /// <param name="option">The shared option.</param>
    /// <param name="name">The default name of the file.</param>
    /// <param name="endings">The extensions that it may have for this kind.</param>
    internal PictureOutput(Option<string?> option, string name, string[] endings) =>
        (this.option, this.name, this.endings) = (option, name, endings);

    /// <summary>Adds the option to a command.</summary>
    internal void AddTo(Command command) => command.Options.Add(option);

    /// <summary>The file to write.</summary>
    /// <exception cref="OptionsException">The file has a different extension.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    internal string Of(ParseResult parsed)
    {
        string path = parsed.GetValue(option) ?? name;
        if (!endings.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new OptionsException([$"--out needs a file that ends in {string.Join(" or ", endings)}, not '{path}'."]);
        OutputPlace.EnsureFile(path);
        return path;
    }

    /// <summary>Writes a file, and creates its folder if it does not exist.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    internal static void Write(string path, Action<string> write) =>
        OutputPlace.Write(
            path,
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                write(path);
            }
        );

    /// <summary>Writes samples of a data set, with the classes in turn, as a grid that fits a screen.</summary>
    /// <exception cref="FigmentException">The file cannot be written.</exception>
    internal static void WritePreview(string path, ImageDataset data)
    {
        int columns = Math.Clamp(PreviewWidth / data.Shape.Width, 1, 10);
        Write(path, data.Preview(columns).ToGrid(columns, scale: columns == 10 ? 2 : 1).Save);
    }
}
