using System.Security.Cryptography;
using System.Text;

namespace Figment.Studio.Hosting;

/// <summary>
/// The secret that a visitor must know. It is required on this machine's own address too, because other users of the machine can
/// reach that address.
/// </summary>
internal sealed class AccessToken
{
    private const int Shortest = 16,
        Longest = 128;

    private readonly byte[] bytes;

    private AccessToken(string value)
    {
        Value = value;
        bytes = Encoding.UTF8.GetBytes(value);
    }

    internal string Value { get; }

    /// <summary>128 random bits.</summary>
    internal static AccessToken New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <summary>
    /// The token in a file, which is created if it does not exist, so that the token survives restarts of the studio.
    /// </summary>
    /// <exception cref="FigmentException">
    /// The file holds no token, others may read it, or it cannot be read or written.
    /// </exception>
    internal static AccessToken In(string file) =>
        Storage.Try(
            "The token",
            $"kept in {file}",
            () =>
            {
                if (File.Exists(file))
                    return Read(file);
                AccessToken made = New();
                PrivateFile.Write(file, made.Value + '\n');
                return made;
            }
        );

    /// <summary>
    /// Whether the given text is this token. The comparison takes constant time, so its duration reveals nothing about the token.
    /// </summary>
    internal bool Is(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), bytes);

    private static AccessToken Read(string file)
    {
        const UnixFileMode Others =
            UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
            throw new FigmentException(
                $"Other users can read or change the token in {file}. Restrict its permissions (chmod 600), or give a file that "
                    + $"does not exist yet, and the studio will create it."
            );
        using StreamReader reader = new(file);
        char[] text = new char[Longest + 3];
        string value = new string(text, 0, reader.ReadBlock(text)).Trim();
        return
            value.Length is >= Shortest and <= Longest
            && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? new AccessToken(value)
            : throw new FigmentException(
                $"{file} does not hold a token: {Shortest} to {Longest} letters, digits, '-' and '_'. Give a file that does not "
                    + $"exist yet, and the studio will create it."
            );
    }
}
