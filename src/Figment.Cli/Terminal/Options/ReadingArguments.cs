using System.CommandLine;
using Figment.Data;
using Figment.Runs;

namespace Figment.Cli.Terminal;

/// <summary>How data is read, whatever kind it is of: options that several commands take.</summary>
internal sealed class ReadingArguments
{
    private readonly PictureArguments pictures = new();
    private readonly SoundArguments sounds;

    internal ReadingArguments() => sounds = new SoundArguments(pictures);

    /// <summary>Those of all kinds.</summary>
    internal IReadOnlyList<Option> Options =>
        [.. OfPictures, pictures.Labels, pictures.SkipBroken, pictures.FollowLinks, .. sounds.Options];

    /// <summary>One size for all pictures.</summary>
    internal Option Size => pictures.Size;

    /// <summary>The others of pictures.</summary>
    internal IReadOnlyList<Option> Pictures => [.. Options.Except([Size, .. sounds.Options])];

    /// <summary>Those of sounds alone.</summary>
    internal IReadOnlyList<Option> Sounds => sounds.Options;

    private IReadOnlyList<Option> OfPictures => [pictures.Size, pictures.Fit, pictures.Background];

    /// <summary>Adds all of them to a command, in groups.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option option in Options)
            command.Options.Add(option);
        command.WithGroup("Pictures", [Size, .. Pictures]).WithGroup("Sounds", [.. Sounds]);
    }

    /// <summary>What was asked for; null where nothing was.</summary>
    /// <param name="parsed">What was written.</param>
    /// <param name="source">The data.</param>
    /// <exception cref="OptionsException">An option is for another kind of data.</exception>
    internal IDataOptions? Read(ParseResult parsed, string source)
    {
        bool isOfSounds = DataKinds.Of(source).Name == "sounds";
        IEnumerable<Option> idle = (isOfSounds ? OfPictures : sounds.Options).Where(option =>
            parsed.GetResult(option) is { Implicit: false }
        );
        string[] problems =
        [
            .. idle.Select(option =>
                $"{option.Name} is for {(isOfSounds ? "pictures" : "sounds")}, and {source} holds "
                + $"{DataKinds.Of(source).Name}. Omit it."
            ),
        ];
        bool isThere = Path.Exists(source) || DataKinds.Of(source).IsName(source); // else whoever opens it says so
        if (problems.Length > 0 && isThere)
            throw new OptionsException(problems);
        return isOfSounds ? sounds.Read(parsed) : pictures.Read(parsed);
    }
}
