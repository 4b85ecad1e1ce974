using System.CommandLine;
using Figment.Cli.Terminal;

namespace Figment.Cli.Commands;

/// <summary><c>figment generate</c>: makes new samples with a trained run, whatever its kind of data.</summary>
internal static class GenerateCommand
{
    private static readonly RunChoice Run = new();

    internal static Command Create()
    {
        Command command = new("generate", "Make something new with a trained model: images, sounds, or text");
        return command
            .WithParts(Run, new ImageGeneration(), new SoundGeneration(), new TextWriting())
            .WithExamples(
                "figment generate                                          16 images from the latest run, in generated.png",
                "figment generate runs/mine --count 64 --seed 7 --out digits.png",
                "figment generate runs/mine --class 7                      only sevens, from a class-conditional model",
                "figment generate runs/mine --classes 0-9 --truncation 0.7 one column per class, typical samples",
                "figment generate runs/mine --count 10000 --out digits.npy",
                "figment generate runs/mine --count 500 --out digits/      500 PNG files",
                "figment generate runs/drums --class kick --out kicks/     sounds: one WAV each",
                "figment generate runs/my-gpt --prompt \"ROMEO:\"            text, shown while the model writes it",
                "figment generate runs/my-gpt --temperature 0.6 --tokens 500 --stop \"THE END\"",
                "echo \"Once upon a time\" | figment generate runs/my-gpt    the prompt comes from a pipe"
            );
    }
}
