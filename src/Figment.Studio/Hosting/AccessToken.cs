using System.Security.Cryptography;
using System.Text;

namespace Figment.Studio.Hosting;

/// <summary>
/// What a visitor must know. It is asked on this machine's own address too, since other users of the machine reach that.
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

    /// <summary>The token in a file, which is made where it is missing: so a token outlives the studio.</summary>
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

    /// <summary>Whether it is this one; how long the answer takes does not tell how near a wrong one comes.</summary>
    internal bool Is(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), bytes);

    private static AccessToken Read(string file)
    {
        const UnixFileMode Others =
            UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
            throw new FigmentException(
                $"Other users can read or change the token in {file}. Take that from them (chmod 600), or name a file that is "
                    + $"not there yet: one is made."
            );
        using StreamReader reader = new(file);
        char[] text = new char[Longest + 3];
        string value = new string(text, 0, reader.ReadBlock(text)).Trim();
        return
            value.Length is >= Shortest and <= Longest
            && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? new AccessToken(value)
            : throw new FigmentException(
                $"{file} holds no token: {Shortest} to {Longest} letters, digits, '-' and '_'. Name a file that is not there "
                    + $"yet: one is made."
            );
    }
}
