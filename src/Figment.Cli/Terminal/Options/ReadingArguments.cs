using System.CommandLine;
using Figment.Data;
using Figment.Runs;

namespace Figment.Cli.Terminal;

/// <summary>How data of any kind is read: options that several commands share.</summary>
internal sealed class ReadingArguments
{
    private readonly PictureArguments pictures = new();
    private readonly SoundArguments sounds;

    internal ReadingArguments() => sounds = new SoundArguments(pictures);

    /// <summary>The options of all kinds.</summary>
    internal IReadOnlyList<Option> Options =>
        [.. OfPictures, pictures.Labels, pictures.SkipBroken, pictures.FollowLinks, .. sounds.Options];

    /// <summary>The option for the size of all pictures.</summary>
    internal Option Size => pictures.Size;

    /// <summary>The other options for pictures.</summary>
    internal IReadOnlyList<Option> Pictures => [.. Options.Except([Size, .. sounds.Options])];

    /// <summary>The options for sounds alone.</summary>
    internal IReadOnlyList<Option> Sounds => sounds.Options;

    private IReadOnlyList<Option> OfPictures => [pictures.Size, pictures.Fit, pictures.Background];

    /// <summary>Adds all options to a command, in groups.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option option in Options)
            command.Options.Add(option);
        command.WithGroup("Pictures", [Size, .. Pictures]).WithGroup("Sounds", [.. Sounds]);
    }

    /// <summary>The options that were given; null if none were.</summary>
    /// <param name="parsed">The parsed arguments.</param>
    /// <param name="source">The data.</param>
    /// <exception cref="OptionsException">An option applies to another kind of data.</exception>
    internal IDataOptions? Read(ParseResult parsed, string source)
    {
        bool isOfSounds = DataKinds.Of(source).Name == "sounds";
        IEnumerable<Option> idle = (isOfSounds ? OfPictures : sounds.Options).Where(option =>
            parsed.GetResult(option) is { Implicit: false }
        );
        string[] problems =
        [
            .. idle.Select(option =>
                $"{option.Name} is for {(isOfSounds ? "pictures" : "sounds")}, but {source} holds "
                + $"{DataKinds.Of(source).Name}. Omit it."
            ),
        ];
        bool isThere = Path.Exists(source) || DataKinds.Of(source).IsName(source); // if it is not there, the reader reports that
        if (problems.Length > 0 && isThere)
            throw new OptionsException(problems);
        return isOfSounds ? sounds.Read(parsed) : pictures.Read(parsed);
    }
}
